import type { DecisionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

type Published = Happened<Extract<DecisionEvent, { type: 'MinutesPublished' }>>;

/** A decision with the minutes of one more meeting at which its matter was discussed. */
export const withMinutes = ({ data }: Published, document: DecisionDocument): DecisionDocument => {
  const { decision: _decision, channel, reference, document: copy = null, ...said } = data;
  const published = { ...said, publishedAt: `${channel}: ${reference}`, document: copy };
  return { ...document, minutes: [...document.minutes, published] };
};
