import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import type { CommissionState } from '../state';

export const afterPublication = rule({
  id: 'clarification.after-publication',
  sentence: 'What is asked and answered is about a published specification.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const beforeCutOff = rule({
  id: 'clarification.before-cut-off',
  sentence:
    'Nothing is asked or answered after the cut-off: whoever bids must have time to act on an answer.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2); the cut-off may be moved for all by an amendment',
});

/** Refuses a question or an answer unless a specification is published and its cut-off has not passed. */
export const clarifying = ({ specification }: CommissionState, { now }: Context): Check =>
  pipe(
    present(specification, afterPublication),
    E.chain(({ clarificationsUntil: until }) => check(now <= until, beforeCutOff, { until, received: now })),
  );
