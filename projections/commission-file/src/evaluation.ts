import type { ActorId, Instant } from '@commissioning/kernel';
import type { PartDocument, PartKind, ScoresDocument } from './documents';
import { type Reader, scoresSeen } from './seeing';

/** The kinds of part that an evaluation is put together from, beside the scores. */
export const evaluationKinds: ReadonlyArray<PartKind> = [
  'lot',
  'lock',
  'moderation',
  'movement',
  'evaluation',
];

/** One assessor's scores for one bid, and when they were locked; null of scores that never were, and do not count. */
export interface SeenScores extends Omit<ScoresDocument, 'commission' | 'lot'> {
  readonly lockedAt: Instant | null;
}

/** What is stored of a lot's evaluation, as far as it has come and as far as a reader may see it. */
export interface LotEvaluation {
  readonly lot: string;
  readonly title: string | null;
  /** Who has locked, and when. */
  readonly locked: ReadonlyArray<{ readonly assessor: ActorId; readonly lockedAt: Instant }>;
  /** Whether everybody's scores are shown: moderation has opened, or the lot was ranked without it, all having locked. */
  readonly scoresOpened: boolean;
  readonly scores: ReadonlyArray<SeenScores>;
  readonly moderationOpenedAt: Instant | null;
  /** Every movement of an agreed score, in their order: from, to, reason, passage, by whom and when. */
  readonly movements: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Best first; null before it was computed. */
  readonly ranking: unknown;
  /** The bids that missed a pass mark; null before the ranking was computed. */
  readonly failed: unknown;
  /** The smallest changes with which another bid would have won; null before, and where fewer than two were ranked. */
  readonly robustness: unknown;
}

const partNames: ReadonlySet<string> = new Set(['commission', 'kind', 'id', 'of']);

/** What its events say of a part, without what says which part it is. */
const saidOf = (part: PartDocument): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(part).filter(([name]) => !partNames.has(name)));

/**
 * The evaluation of a commission by lot, from parts that the reader may see and all scores that are stored: which of
 * those are shown is decided here. Lots that a member of the panel is barred from are left out.
 */
export const evaluationOf = (
  reader: Reader,
  parts: ReadonlyArray<PartDocument>,
  stored: ReadonlyArray<ScoresDocument>,
): ReadonlyArray<LotEvaluation> => {
  const of = (kind: PartKind, lot: string) =>
    parts.filter((part) => part.kind === kind && (part.of ?? part.id) === lot);
  const opened = (lot: string): boolean =>
    of('moderation', lot).length > 0 || of('evaluation', lot).length > 0;
  const shown = stored.filter(scoresSeen(reader, opened));
  const lots = parts
    .filter(({ kind, id }) => kind === 'lot' && (reader.panel?.freeIn(id) ?? true))
    .map(({ id }) => id);
  return lots.map((lot) => {
    const locked = of('lock', lot).map((part) => ({
      assessor: part['assessor'] as ActorId,
      lockedAt: part['lockedAt'] as Instant,
    }));
    const lockedAt = new Map(locked.map((lock) => [lock.assessor, lock.lockedAt]));
    const [lotPart] = of('lot', lot);
    const [moderation] = of('moderation', lot);
    const [ranked] = of('evaluation', lot);
    return {
      lot,
      title: (lotPart?.['title'] as string | undefined) ?? null,
      locked,
      scoresOpened: opened(lot),
      scores: shown
        .filter((scores) => scores.lot === lot)
        .map(({ bid, assessor, scores, scoredAt }) => ({
          bid,
          assessor,
          scores,
          scoredAt,
          lockedAt: lockedAt.get(assessor) ?? null,
        })),
      moderationOpenedAt: (moderation?.['openedAt'] as Instant | undefined) ?? null,
      movements: of('movement', lot).map(saidOf),
      ranking: ranked?.['ranking'] ?? null,
      failed: ranked?.['failed'] ?? null,
      robustness: ranked?.['robustness'] ?? null,
    };
  });
};
