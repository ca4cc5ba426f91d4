/**
 * The sums, shares and counts by which flags are raised, and the fewest cases below which nothing is said. They are
 * starting points taken from the guides named with each flag, to be calibrated by whoever uses them; none is a standard,
 * and none binds anybody. An answer names the version it was worked out with: change one, and the version goes up.
 */
export const thresholds = {
  version: 2,
  /** Whole days of twenty-four hours that a competition is open at the least; a route may have its own. */
  openDays: { usual: 15, byRoute: { 'three-quotes': 7 } as Readonly<Record<string, number>> },
  /** How near below the winning price the next one may come, and how far above, as a share of the winning price. */
  coverPrice: 0.02,
  heavyDiscount: 0.5,
  /** Letters that a reason for leaving a bid out has at the least. */
  exclusionReason: 40,
  /** Calendar days from award to signature. */
  signatureDays: 60,
  /** Share by which a signed sum may differ from the awarded one. */
  valueDrift: 0.1,
  /** Share by which changes may raise a sum: worth a look, and worth one soon. */
  priceCreep: { amber: 0.1, red: 0.5 },
  /** Share by which a return that was paid on may be restated. */
  restated: 0.05,
  /** Hours before a deadline in which moving it is late. */
  lateExtensionHours: 24,
  /** Working days from when something took effect until it is recorded. */
  backDatedWorkingDays: 2,
  /** How many standard deviations an assessor’s gap may be from their own mean, and over how many criteria. */
  outlier: { deviations: 2, criteria: 8 },
  /** How often one office takes as long, at the median, before a decision is slow; over how many decisions. */
  decisionSpeed: { times: 3, minimum: 20 },
  /** Sums just below a limit: from which share of it, of those between which shares, and what share is many. */
  hugging: { from: 0.9, within: [0.8, 1.1] as readonly [number, number], share: 0.6, minimum: 10 },
  /** Days within which awards are looked at together, and the share of a limit that direct ones may come to. */
  together: { days: 365, directShare: 0.9 },
  /** The share of a body’s awards of a year, by count or by value, that may be direct. */
  directShare: { days: 365, share: 0.5, minimum: 10 },
  /** The share of a body’s awards of three years, by value, that one provider may have. */
  concentration: { days: 1_095, share: 0.3, minimum: 10 },
  /** How often a provider has competed before losing is remarkable, and the share it then may win. */
  serialLoser: { minimum: 10, share: 0.1 },
  /** How many bidders make an order remarkable, and in how many competitions. */
  sameOrder: { bidders: 3, competitions: 3 },
  /** The share of all bids that may be left out, and that of one bidder, who has made so many. */
  exclusion: { share: 0.3, ofBidder: 0.5, bids: 4 },
  /** How often two bidders have met before it is remarkable that the same one won each time. */
  coBidding: { meetings: 3 },
} as const;
export type Thresholds = typeof thresholds;
