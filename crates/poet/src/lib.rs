//! POET as code.
