import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadStore } from '@commissioning/read-store';
import type { TaskEither } from 'fp-ts/TaskEither';
import { createProjecting } from './create-projecting';
import { type Interruption, interruptible, orInterrupted } from './failure';
import { ownQuery } from './own-queries';
import { parkedSpec } from './parked';
import type { ProjectingOptions } from './projecting';
import type { AnyProjection } from './projection';
import { type Serving, servingFrom } from './serving';
import { pairAt, pairsOf, type Sides, type Verdict, verdictOn } from './side-by-side';

/** What is wrong with a read model, held against the one that its log makes. */
export type ModelFinding =
  /** Nothing answers for the projection: no projector has run. */
  | { readonly _tag: 'NothingServes'; readonly projection: string }
  /** What answers was made by another version of the projection than this program has. */
  | { readonly _tag: 'OtherVersion'; readonly projection: string; readonly serves: number }
  /** It had not taken in all there was, nor did it while it was waited for; the position it has come to. */
  | { readonly _tag: 'Behind'; readonly projection: string; readonly position: string | undefined }
  /** Events that it could not take in were set aside. */
  | { readonly _tag: 'SetAside'; readonly projection: string; readonly events: number }
  /** One document is not as the log makes it. */
  | {
      readonly _tag: 'Document';
      readonly projection: string;
      readonly collection: string;
      readonly id: string;
      readonly how: Exclude<Verdict, 'well' | 'changed-since'>;
    };

/** What a comparison came to. */
export interface Compared {
  readonly documents: number;
  /** Documents that had changed each time they were looked at: nothing is said of them. */
  readonly unsettled: number;
  /** The first hundred; none where all is well. */
  readonly findings: ReadonlyArray<ModelFinding>;
}

export interface Comparing extends ProjectingOptions {
  /** An empty read store, for the read models that are made anew. */
  readonly anew: ReadStore;
  /** How long a read model that is behind is waited for, in milliseconds; ten seconds when absent. */
  readonly patienceMs?: number;
}

const findingsAtMost = 100;
const looksAtMost = 10;

/** A projection that answers, and what was made anew of the log up to a position. */
interface Model {
  readonly projection: AnyProjection;
  readonly serving: Serving;
  readonly made: Serving;
}

interface Doubtful {
  readonly model: Model;
  readonly sides: Sides;
  readonly id: string;
}

const positionOf = async (reads: ReadStore, { progress }: Serving): Promise<string | undefined> =>
  (await orInterrupted(reads.progress(progress)))?.position;

/** Waits until what answers has come to a position; whether it has. */
const reached = async (
  reads: ReadStore,
  serving: Serving,
  position: string,
  patienceMs: number,
): Promise<boolean> => {
  const end = performance.now() + patienceMs;
  while (((await positionOf(reads, serving)) ?? '') < position) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
};

const compare = async ({ anew, patienceMs = 10_000, ...options }: Comparing): Promise<Compared> => {
  const { reads, projections } = options;
  const building = createProjecting({ ...options, reads: anew });
  const findings: Array<ModelFinding> = [];
  let doubtful: Array<Doubtful> = [];
  let documents = 0;

  const note = (verdict: Verdict, looked: Doubtful): void => {
    const { model, sides, id } = looked;
    if (verdict === 'well') return;
    if (verdict === 'changed-since') doubtful.push(looked);
    else
      findings.push({
        _tag: 'Document',
        projection: model.projection.name,
        collection: sides.spec.name,
        id,
        how: verdict,
      });
  };

  /** What can be compared; what is wrong with the rest is noted. */
  const modelOf = async (projection: AnyProjection): Promise<Model | undefined> => {
    const { name, version } = projection;
    const serving = await orInterrupted(servingFrom(reads, name));
    const made = await orInterrupted(servingFrom(anew, name));
    if (made === undefined) throw new Error(`${name} was not made anew`);
    if (serving?.version === version) return { projection, serving, made };
    findings.push(
      serving === undefined
        ? { _tag: 'NothingServes', projection: name }
        : { _tag: 'OtherVersion', projection: name, serves: serving.version },
    );
    return undefined;
  };

  const compareModel = async (model: Model, upTo: string): Promise<void> => {
    const { projection, serving, made } = model;
    const { name } = projection;
    if (!(await reached(reads, serving, upTo, patienceMs))) {
      findings.push({ _tag: 'Behind', projection: name, position: await positionOf(reads, serving) });
      return;
    }
    const setAside = await ownQuery(reads.count(serving.collection(parkedSpec.name)));
    if (setAside > 0) findings.push({ _tag: 'SetAside', projection: name, events: setAside });
    for (const spec of projection.collections) {
      const sides: Sides = {
        spec,
        kept: { reads, collection: serving.collection(spec.name) },
        made: { reads: anew, collection: made.collection(spec.name) },
      };
      for await (const pair of pairsOf(sides)) {
        if (findings.length >= findingsAtMost) return;
        note(await verdictOn(sides, pair, upTo, false), { model, sides, id: pair.id });
        documents += 1;
      }
    }
  };

  const lookAgain = async (looked: Doubtful): Promise<void> => {
    const { model, sides, id } = looked;
    const upTo = (await positionOf(anew, model.made)) ?? '';
    if (!(await reached(reads, model.serving, upTo, patienceMs))) return note('changed-since', looked);
    const pair = await pairAt(sides, id);
    const settled = (await positionOf(reads, model.serving)) === upTo;
    note(await verdictOn(sides, { id, ...pair }, upTo, settled), looked);
  };

  try {
    await orInterrupted(building.catchUp);
    for (const projection of projections) {
      const model = await modelOf(projection);
      const upTo = model === undefined ? undefined : await positionOf(anew, model.made);
      // Of an empty log nothing is made.
      if (model !== undefined && upTo !== undefined) await compareModel(model, upTo);
    }
    for (let look = 1; look < looksAtMost && doubtful.length > 0; look += 1) {
      const before = doubtful;
      doubtful = [];
      await orInterrupted(building.catchUp);
      for (const looked of before) await lookAgain(looked);
    }
    return { documents, unsettled: doubtful.length, findings };
  } finally {
    await building.stop();
  }
};

/**
 * Makes all read models anew from the log, beside those that answer, and holds the two against each other: every document
 * with its lineage, and every version that is kept of its past. A document that is not there any more is not looked at,
 * nor is its past. It changes nothing, and log and read models may go on meanwhile.
 */
export const compareWithLog = (comparing: Comparing): TaskEither<Interruption, Compared> =>
  interruptible(() => compare(comparing));
