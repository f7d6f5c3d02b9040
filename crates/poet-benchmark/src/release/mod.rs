//! What leaves: findings that have passed disclosure control.

pub use already::Already;
pub use benchmark::{
    Audience, Benchmark, ComparisonFigure, ItemCell, ItemResult, MeanFigure, MeasureResult,
    MethodNote, Place, PointFigure, RangeFigure, ReleaseNote, ShareFigure, Source, TestFigure,
    WholeFigure,
};
pub use case_mix::{CaseMix, CaseMixFigure, CaseMixMethod, CaseMixResult, CaseMixTest, CaseMixWay};
pub use changes::{
    BreakNote, ChangeFigure, ChangeMethod, ChangeTest, Changes, ChartFigure, Evenness,
    EverywhereFigure, HeldNote, ItemChanges, PlaceChanges, SignalFigure, TrendFigure, UnevenFigure,
    WaveNote, WavePlace, WaveShare,
};
pub use drivers::{
    AdjustedFigure, DriverBenchmark, DriverFigure, DriverMethod, DriverPair, DriverVerdict,
    UnadjustedFigure,
};
pub use figure::{Figure, Withheld};
pub use frame::{FrameFigure, FrameNote, ShareInterval};
pub use money::{BudgetMoney, MoneyCell, MoneyNote, MoneyPlace};
pub use movement::{LevelFigure, MovedFigure, MovementResult};
pub use pairs::PairMatrix;
pub use policy::{Policy, Preset};
pub use raked::{RakedFigure, RakedResult, WeightingNote};
pub use released::Released;
pub use scales::{AlphaFigure, Scale, ScaleFigure, ScaleItem, ScaleMethod, Scales};
pub use subgroups::{SubgroupBenchmark, SubgroupCell, SubgroupResult};
pub use variation::{
    AnovaFigure, BetweenFigure, FigureLimits, FunnelFigure, OverdispersionFigure, RankFigure,
    ShrinkageFigure, StandingFigure, VariationFigure, Widened,
};
pub use weighted::{
    WeightedCell, WeightedFigure, WeightedMeanFigure, WeightedMeasure, WeightedResult,
};

mod already;
mod apply;
mod bands;
mod benchmark;
mod beside;
mod case_mix;
mod changes;
mod cover;
mod drivers;
mod figure;
mod frame;
mod holding;
mod measure;
mod missing;
mod money;
mod movement;
mod nodes;
mod pairs;
mod policy;
mod raked;
mod released;
mod round;
mod scales;
mod subgroup_cover;
mod subgroups;
mod together;
mod variation;
mod weighted;
