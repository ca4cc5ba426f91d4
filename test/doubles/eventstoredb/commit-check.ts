/** The state of its stream that an append names. */
export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

/** What the check looks at: the ids of the stream by revision, and which ids were lately written where. */
export interface StreamSoFar {
  readonly ids: ReadonlyArray<string>;
  /** The revision an id was written at in this stream since the server started; best effort, as on the server. */
  readonly recent: (id: string) => number | undefined;
}

/** What the server decides on an append: write it, call it done already, or refuse it. */
export type CommitDecision =
  | { readonly _tag: 'Ok' }
  | { readonly _tag: 'Idempotent'; readonly last: number }
  | { readonly _tag: 'WrongExpectedVersion' };

const ok: CommitDecision = { _tag: 'Ok' };
const wrong: CommitDecision = { _tag: 'WrongExpectedVersion' };

/** No revision was named: only what was written lately can be recognised. */
const weakly = (stream: StreamSoFar, ids: ReadonlyArray<string>): CommitDecision => {
  const found = ids.map(stream.recent);
  if (found[0] === undefined) return ok;
  const last = found.at(-1);
  return last === undefined || found.includes(undefined) ? wrong : { _tag: 'Idempotent', last };
};

/** An earlier revision was named: the same ids from there on are the same append again. */
const strongly = (stream: StreamSoFar, expected: number, ids: ReadonlyArray<string>): CommitDecision =>
  ids.length > 0 && ids.every((id, index) => stream.ids[expected + 1 + index] === id)
    ? { _tag: 'Idempotent', last: expected + ids.length }
    : wrong;

/**
 * The four cases of the server's `IndexWriter.CheckCommit` (KurrentDB 44996ed), without deleted streams: no revision
 * named, an earlier one, the end of the stream (no id is looked at), one after the end. What the server calls a
 * corrupted idempotency, an append that was written in part, it answers as a wrong expected version.
 */
export const checkCommit = (
  stream: StreamSoFar,
  expected: Expected,
  ids: ReadonlyArray<string>,
): CommitDecision => {
  const current = stream.ids.length - 1;
  switch (expected) {
    case 'stream-exists':
      return current < 0 ? wrong : weakly(stream, ids);
    case 'any':
      return weakly(stream, ids);
    case 'no-stream':
      return current < 0 ? ok : strongly(stream, -1, ids);
    default:
      if (expected === current) return ok;
      return expected < current ? strongly(stream, expected, ids) : wrong;
  }
};
