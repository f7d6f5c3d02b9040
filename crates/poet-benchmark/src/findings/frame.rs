//! Who could have answered, beside those who did.

use poet_core::{Frame, FrameTotal, OrganisationId, Sampling, WaveId};

use super::{Findings, Settings, WeightedItem, WeightedMeans};
use crate::tally::{Tally, View};
use crate::{Absent, Error};

/// Who could have answered, beside those who did.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameFindings {
    /// Round of fieldwork, where it is known.
    pub wave: Option<WaveId>,
    /// How people came to be asked.
    pub sampling: Sampling,
    /// Organisations of the frame, whether or not anybody answered there.
    pub organisations: usize,
    /// All organisations with answers together.
    pub all: Result<Coverage, Absent>,
    /// Each organisation, in the order of [`Findings::places`](super::Findings::places).
    pub places: Vec<Result<Coverage, Absent>>,
}

/// How many could have answered, were asked and did.
#[derive(Clone, Copy, PartialEq)]
pub struct Coverage {
    /// People who could have answered.
    pub eligible: u64,
    /// Forms sent.
    pub sent: Result<u64, Absent>,
    /// Forms returned: as the frame says, else the people counted.
    pub returned: u64,
    /// Share of the forms sent that were returned, 0 to 1.
    pub response_rate: Result<f64, Absent>,
}

/// People who answered in one stratum, and how many could have.
pub(super) struct Sampled<'a> {
    pub(super) eligible: f64,
    pub(super) view: View<'a>,
}

impl Findings {
    /// As [`Findings::new`], with every share and mean weighted to the people who could have answered beside the plain
    /// ones, and with response rates. Where the frame tells how many could have answered and people did not come forward
    /// by themselves, the intervals of plain shares are those of
    /// [`finite_population`](crate::estimate::finite_population); comparisons and tests are as without a frame.
    ///
    /// # Errors
    ///
    /// [`Error::OtherFrame`] where the frame is of another instrument.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::{Findings, Settings, tally::Tally};
    /// use poet_core::{Answer, Catalogue, Frame, FrameCount, Response, Sampling};
    ///
    /// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
    /// let mut tally = Tally::new(instrument)?;
    /// let mut frame = Frame::new(instrument.key().clone(), Sampling::Random);
    /// let north = "north".parse()?;
    /// for (stratum, points, eligible) in [("old", ["1", "1"], 300), ("young", ["1", "5"], 100)] {
    ///     let stratum = stratum.parse()?;
    ///     frame.add(&north, Some(&stratum), FrameCount::of(eligible).with_sent(5)?)?;
    ///     for point in points {
    ///         let response = Response::new("r-1".parse()?, north.clone()).in_stratum(stratum.clone());
    ///         tally.add(&response.with("dignity".parse()?, Answer::Choice(point.parse()?)))?;
    ///     }
    /// }
    /// let findings = Findings::with_frame(&tally, &Settings::default(), &frame)?;
    /// let dignity = findings.items().find(|i| i.item.as_str() == "dignity").unwrap();
    /// let weighted = dignity.weighted.as_ref().unwrap();
    /// let favourable = weighted.places[0].shares.as_ref().map(|s| s.favourable.unwrap().estimate());
    /// assert_eq!(favourable, Ok(0.875), "three in four are old");
    /// assert_eq!(findings.frame().unwrap().all.unwrap().response_rate, Ok(0.4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_frame(tally: &Tally, settings: &Settings, frame: &Frame) -> Result<Self, Error> {
        if frame.instrument() != tally.instrument().key() {
            return Err(Error::OtherFrame {
                found: frame.instrument().clone(),
                wanted: tally.instrument().key().clone(),
            });
        }
        let mut findings = Self::new(tally, settings);
        let own = tally.by_organisation();
        let strata = own.iter().map(|(id, all)| sampled(tally, frame, (id, all)));
        let strata: Vec<_> = strata.collect();
        let sampling = frame.sampling();
        for item in &mut findings.items {
            let column = (&item.judged, item.column);
            item.weighted = Some(WeightedItem::new(tally, column, &strata, sampling));
        }
        for (at, measure) in findings.measures.iter_mut().enumerate() {
            measure.weighted = Some(WeightedMeans::new(tally, at, &strata, sampling));
        }
        let places: Vec<_> = own.into_iter().map(|(id, _)| id).collect();
        let found = FrameFindings::new(frame, tally, &places);
        let people = findings.places.iter().map(|place| place.people);
        let people: Vec<_> = people.chain([findings.people]).collect();
        found.correct(&mut findings.items, &people, settings.confidence);
        findings.frame = Some(found);
        Ok(findings)
    }

    /// Who could have answered, where that is known.
    pub fn frame(&self) -> Option<&FrameFindings> {
        self.frame.as_ref()
    }
}

impl FrameFindings {
    fn new(frame: &Frame, tally: &Tally, places: &[OrganisationId]) -> Self {
        let total = |id| frame.total(id).ok_or(Absent::NotInFrame);
        let people = |id| tally.people_of(id).ok_or(Absent::NotPublished);
        let of = |id| Ok((total(id)?, people(id)?));
        let whole = || -> Result<Coverage, Absent> {
            let parts: Vec<_> = places.iter().map(of).collect::<Result<_, _>>()?;
            let total = parts.iter().map(|part| part.0).sum();
            let people = parts.iter().map(|part| part.1).sum();
            Ok(Coverage::new(frame, &total, people))
        };
        let places = places.iter().map(|id| {
            let (total, people) = of(id)?;
            Ok(Coverage::new(frame, &total, people))
        });
        Self {
            wave: frame.wave().cloned(),
            sampling: frame.sampling(),
            organisations: frame.organisations().count(),
            places: places.collect(),
            all: whole(),
        }
    }
}

impl Coverage {
    fn new(frame: &Frame, total: &FrameTotal, people: u64) -> Self {
        let returned = total.returned.unwrap_or(people);
        let sent = frame.sent(total).ok_or(match frame.sampling() {
            Sampling::Volunteers => Absent::Volunteers,
            Sampling::Everybody | Sampling::Random => Absent::NotCounted,
        });
        let rate = |sent: u64| match sent {
            _ if people > returned => Err(Absent::BeyondFrame),
            0 if returned == 0 => Err(Absent::NotAsked),
            _ => {
                let returned = Some(returned);
                let total = FrameTotal { returned, ..*total };
                frame.response_rate(&total).ok_or(Absent::BeyondFrame)
            }
        };
        Self {
            eligible: total.eligible,
            sent,
            returned,
            response_rate: sent.and_then(rate),
        }
    }
}

impl std::fmt::Debug for Coverage {
    /// Never shows a count.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Coverage")
    }
}

/// Strata of an organisation with all who could have answered; an organisation without strata in the frame is one.
///
/// # Errors
///
/// [`Absent::NotPublished`] for published figures; [`Absent::NotInFrame`] where the organisation, or a stratum that
/// people answered in, is not in the frame; [`Absent::BeyondFrame`] where more people answered than could have.
fn sampled<'a>(
    tally: &'a Tally,
    frame: &Frame,
    (organisation, all): (&OrganisationId, &View<'a>),
) -> Result<Vec<Sampled<'a>>, Absent> {
    let mut answered = tally.strata_of(organisation)?;
    let mut strata = Vec::new();
    for (name, count) in frame.strata(organisation) {
        let at = answered.iter().position(|(stratum, _)| *stratum == name);
        let view = match (name, at) {
            (None, _) => {
                answered.clear();
                all.clone()
            }
            (Some(_), Some(at)) => answered.swap_remove(at).1,
            (Some(_), None) => tally.nobody(),
        };
        if view
            .people()
            .is_some_and(|people| people > count.eligible().into())
        {
            return Err(Absent::BeyondFrame);
        }
        let eligible = count.eligible().into();
        strata.push(Sampled { eligible, view });
    }
    // Somebody answered here, so in an organisation that the frame does not know somebody is left over.
    match answered.is_empty() {
        true => Ok(strata),
        false => Err(Absent::NotInFrame),
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Catalogue, FrameCount, Response};

    use super::*;

    /// Coverage of `north`, where three people are counted, under a count of ten people.
    fn coverage(sampling: Sampling, count: impl Fn(FrameCount) -> FrameCount) -> Coverage {
        let key = "adult-holders@2014".parse().unwrap();
        let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
        let response = Response::new("r".parse().unwrap(), "north".parse().unwrap());
        (0..3).for_each(|_| tally.add(&response).unwrap());
        let mut frame = Frame::new(key, sampling);
        let north = "north".parse().unwrap();
        frame.add(&north, None, count(FrameCount::of(10))).unwrap();
        frame
            .add(&"west".parse().unwrap(), None, FrameCount::of(7))
            .unwrap();
        let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
        let found = findings.frame().unwrap();
        assert_eq!((found.organisations, found.places.len()), (2, 1));
        assert_eq!(found.sampling, sampling);
        assert!(found.all == found.places[0]);
        found.all.unwrap()
    }

    #[test]
    fn a_response_rate_is_of_the_forms_sent() {
        let rate = |count: &dyn Fn(FrameCount) -> FrameCount| {
            coverage(Sampling::Random, count).response_rate
        };
        assert_eq!(rate(&|ten| ten), Err(Absent::NotCounted));
        assert_eq!(rate(&|ten| ten.with_sent(6).unwrap()), Ok(0.5));
        assert_eq!(rate(&|ten| ten.with_sent(3).unwrap()), Ok(1.0));
        assert_eq!(
            rate(&|ten| ten.with_sent(2).unwrap()),
            Err(Absent::BeyondFrame)
        );
        assert_eq!(
            rate(&|ten| ten.with_sent(0).unwrap()),
            Err(Absent::BeyondFrame)
        );
        let returned = |sent, returned| {
            rate(&|ten| {
                ten.with_sent(sent)
                    .unwrap()
                    .with_returned(returned)
                    .unwrap()
            })
        };
        // Of four forms that came back three are in the data.
        assert_eq!(returned(8, 4), Ok(0.5));
        assert_eq!(returned(8, 3), Ok(0.375));
        assert_eq!(returned(8, 2), Err(Absent::BeyondFrame));
        assert_eq!(
            coverage(Sampling::Everybody, |ten| ten).response_rate,
            Ok(0.3)
        );
        let found = coverage(Sampling::Everybody, |ten| ten.with_sent(6).unwrap());
        assert_eq!((found.eligible, found.sent, found.returned), (10, Ok(6), 3));
    }

    #[test]
    fn a_coverage_keeps_its_counts_to_itself() {
        let found = coverage(Sampling::Everybody, |ten| ten);
        assert_eq!(format!("{found:?}"), "Coverage");
    }
}
