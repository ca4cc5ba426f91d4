import type { EventStore } from '@commissioning/event-store';
import type { Json } from '@commissioning/kernel';
import type { Progress, ReadStore } from '@commissioning/read-store';
import { Interrupted, orInterrupted } from './failure';
import { type Feed, type FeedOptions, openFeed } from './feed';
import {
  type Generation,
  generationName,
  isFed,
  physicalCollections,
  physicalName,
  settingOf,
  type Standing,
  standingFor,
  standingIn,
  switched,
  tidied,
} from './generation';
import { countParked } from './own-queries';
import type { AnyProjection } from './projection';

/** The generation that answers: fed, unless it is of another version or another log. */
type Answering = Pick<Feed, 'generation' | 'progress' | 'parked'>;

/** A projection as it is run: what answers, and what is being filled to take its place. */
export interface Run {
  readonly projection: AnyProjection;
  standing: Standing;
  answering: Answering;
  /** The feed of what answers; undefined when that is not fed any more. */
  serving: Feed | undefined;
  filling: Feed | undefined;
}

export type Runs = ReadonlyMap<string, Run>;

export interface RunsOptions extends FeedOptions {
  readonly events: EventStore;
  readonly projections: ReadonlyArray<AnyProjection>;
}

/** The log a position belongs to: what stands before the first colon. */
export const logOf = (position: string): string => position.slice(0, position.indexOf(':'));

const keptIn = (standings: ReadonlyMap<AnyProjection, Standing>): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    [...standings].map(([{ name }, standing]): [string, Json] => [
      settingOf(name),
      standing as unknown as Json,
    ]),
  );

const setAll = async (reads: ReadStore, standings: ReadonlyMap<AnyProjection, Standing>): Promise<void> => {
  if (standings.size > 0) await orInterrupted(reads.set(keptIn(standings)));
};

/** Removes what is still to be removed, then notes that it is gone; doing it twice does no harm. */
const removeLeft = async (
  reads: ReadStore,
  standings: ReadonlyMap<AnyProjection, Standing>,
): Promise<ReadonlyMap<AnyProjection, Standing>> => {
  const left = new Map([...standings].filter(([, { dropping }]) => dropping.length > 0));
  const generations = [...left].flatMap(([{ name }, { dropping }]) =>
    dropping.map((generation) => ({ name, generation })),
  );
  if (generations.length === 0) return left;
  await orInterrupted(
    reads.drop(
      generations.flatMap(({ name, generation }) =>
        generation.collections.map((spec) => physicalName(name, generation, spec.name)),
      ),
      generations.map(({ name, generation }) => generationName(name, generation)),
    ),
  );
  const tidy = new Map([...left].map(([projection, standing]) => [projection, tidied(standing)]));
  await setAll(reads, tidy);
  return tidy;
};

const unfed = async (
  reads: ReadStore,
  projection: AnyProjection,
  generation: Generation,
): Promise<Answering> => {
  const progress = await orInterrupted(reads.progress(generationName(projection.name, generation)));
  const parked = await countParked(reads, projection, generation);
  return { generation, progress: () => progress, parked: () => parked };
};

/** What answers and came from another log cannot go on: it answers as it is until it has been rebuilt. */
const checkLog = (run: Run, head: string | undefined): void => {
  const at: Progress | undefined = run.answering.progress();
  if (at === undefined || head === undefined || logOf(at.position) === logOf(head)) return;
  if (run.filling === undefined) throw new Interrupted({ _tag: 'AnotherLog', position: at.position });
  run.serving = undefined;
};

/**
 * Takes everything up where it was left, whatever a crash left behind: begins the fillings that are needed, removes
 * what is to be removed, makes the collections. `rebuild` says which projections are to be filled anew.
 */
export const openRuns = async (
  options: RunsOptions,
  rebuild: (projection: string) => boolean,
): Promise<Runs> => {
  const { events, reads, projections } = options;
  const settings = await orInterrupted(reads.settings);
  const kept = new Map(projections.map((projection) => [projection, standingIn(settings, projection.name)]));
  const standings = new Map(
    [...kept].map(([projection, standing]) => [
      projection,
      standingFor(projection, standing, rebuild(projection.name)),
    ]),
  );
  await setAll(reads, new Map([...standings].filter(([projection, now]) => now !== kept.get(projection))));
  for (const [projection, standing] of await removeLeft(reads, standings))
    standings.set(projection, standing);

  const used = [...standings].flatMap(([projection, { serving, filling }]) => [
    ...physicalCollections(projection, serving),
    ...(filling === undefined ? [] : physicalCollections(projection, filling)),
  ]);
  await orInterrupted(reads.prepare(used));

  const head = await orInterrupted(events.head);
  const runs = new Map<string, Run>();
  for (const [projection, standing] of standings) {
    const { serving: generation } = standing;
    const serving = isFed(projection, generation)
      ? await openFeed(projection, generation, options)
      : undefined;
    const filling =
      standing.filling === undefined ? undefined : await openFeed(projection, standing.filling, options);
    const answering = serving ?? (await unfed(reads, projection, generation));
    const run: Run = { projection, standing, answering, serving, filling };
    checkLog(run, head);
    runs.set(projection.name, run);
  }
  return runs;
};

/** Lets what was filled answer from now on, all of it in one step. */
export const switchOver = async (reads: ReadStore, runs: ReadonlyArray<Run>): Promise<void> => {
  const ready = runs.filter(({ filling }) => filling !== undefined);
  await setAll(reads, new Map(ready.map(({ projection, standing }) => [projection, switched(standing)])));
  for (const run of ready) {
    const { filling } = run;
    if (filling === undefined) continue;
    run.standing = switched(run.standing);
    run.answering = filling;
    run.serving = filling;
    run.filling = undefined;
  }
};

/** Removes the generations that others took the place of. */
export const removeReplaced = async (reads: ReadStore, runs: Runs): Promise<void> => {
  const standings = new Map([...runs.values()].map(({ projection, standing }) => [projection, standing]));
  for (const [{ name }, standing] of await removeLeft(reads, standings)) {
    const run = runs.get(name);
    if (run !== undefined) run.standing = standing;
  }
};
