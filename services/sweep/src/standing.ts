import { aggregateOf, registry, type RuleBookData } from '@commissioning/domain';
import { type AggregateKind, bodyOf, type Happened, streamName } from '@commissioning/kernel';
import { happened } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { isWhole, type SweepPorts } from './act';
import { repinned } from './repinned';

/** A stream up to a revision: as it was recorded, and as it would stand under the other rules, where some are asked about. */
export interface Standing {
  readonly revision: number;
  readonly recorded: unknown;
  readonly otherwise: unknown;
  /** Whether every event up to there could be read, and nothing of one had been taken away. */
  readonly whole: boolean;
}

/** Up to where a stream is wanted: a revision, or all that stands before a position of the log. */
type Until = { readonly revision: number } | { readonly position: string };

/** How streams stood at earlier moments. */
export interface Standings {
  readonly at: (kind: AggregateKind, id: string, until: Until) => Promise<Standing>;
  /** Takes in what has just been passed, so that the next act of a stream finds it there. */
  readonly pass: (kind: AggregateKind, id: string, events: ReadonlyArray<Happened>) => void;
}

/** Which rules are asked about in place of those of the day, for a body. */
export type OtherRules = (body: string) => RuleBookData | undefined;

const reached = ({ revision }: Standing, until: Until): boolean =>
  'revision' in until && revision >= until.revision;

/**
 * Reads streams as they stood, and keeps those used last, at most `capacity` of them: memory does not grow with the log.
 * Acts are asked about in the order of the log, so that what is kept is nearly always where the next act begins.
 */
export const standingsOf = (
  { events, keys }: SweepPorts,
  otherRules: OtherRules,
  capacity: number,
): Standings => {
  const held = new Map<string, Standing>();

  const keep = (stream: string, standing: Standing): void => {
    held.delete(stream);
    held.set(stream, standing);
    const oldest = held.size > capacity ? held.keys().next().value : undefined;
    if (oldest !== undefined) held.delete(oldest);
  };

  const begun = (kind: AggregateKind): Standing => {
    const { initial } = aggregateOf(kind);
    return { revision: -1, recorded: initial, otherwise: initial, whole: true };
  };

  const after = (kind: AggregateKind, id: string, standing: Standing, event: Happened): Standing => {
    const { evolve } = aggregateOf(kind);
    const rules = otherRules(bodyOf(id));
    const recorded = evolve(standing.recorded, event);
    const otherwise =
      rules === undefined ? recorded : evolve(standing.otherwise, repinned(event, standing.otherwise, rules));
    const whole = standing.whole && isWhole(event.data);
    return { revision: event.revision, recorded, otherwise, whole };
  };

  const at: Standings['at'] = async (kind, id, until) => {
    const stream = streamName(kind, id);
    const known = held.get(stream);
    const usable = known !== undefined && (!('revision' in until) || known.revision <= until.revision);
    let standing = usable ? known : begun(kind);
    if (reached(standing, until)) return standing;
    const range = {
      from: standing.revision + 1,
      ...('revision' in until ? { to: until.revision } : {}),
    };
    for await (const page of events.readStream(stream, range)) {
      for (const event of page) {
        if ('position' in until && event.position >= until.position) return standing;
        const opened = happened(registry, keys, event, 'personal');
        standing = E.isRight(opened)
          ? after(kind, id, standing, opened.right)
          : { ...standing, revision: event.revision, whole: false };
      }
    }
    return standing;
  };

  return {
    at: async (kind, id, until) => {
      const standing = await at(kind, id, until);
      const before = held.get(streamName(kind, id));
      if (before === undefined || standing.revision >= before.revision) keep(streamName(kind, id), standing);
      return standing;
    },
    pass: (kind, id, passed) => {
      const stream = streamName(kind, id);
      const before = held.get(stream);
      const [first] = passed;
      if (before === undefined || first === undefined || before.revision !== first.revision - 1) return;
      keep(
        stream,
        passed.reduce((standing, event) => after(kind, id, standing, event), before),
      );
    },
  };
};
