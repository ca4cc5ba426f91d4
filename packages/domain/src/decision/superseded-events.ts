import { DecisionRef, defineEvent, released, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/** Recorded in the stream of the decision that stands no longer. */
export const DecisionSuperseded = defineEvent({
  type: 'DecisionSuperseded',
  aggregate: 'decision',
  phase: 'decision',
  says: 'A later decision took the place of this one; what was done under it stays, and nothing more is.',
  data: t.type({
    decision: DecisionRef,
    /** The decision that takes its place; it is public. */
    by: DecisionRef,
    reason: released(Text, 'DecisionPublished'),
  }),
});
