import { rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import { holdsOrExcepted } from '../action';
import type { CommissionState, Route } from '../state';
import type { PanelMember } from './events';

export const panelLargeEnough = rule({
  id: 'panel.large-enough',
  sentence: 'A panel has at least as many assessors, and independent ones among them, as its route asks for.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, purchase: a panel with an independent member',
});

export const nobodyTwice = rule({
  id: 'panel.nobody-twice',
  sentence: 'A person sits on a panel once.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): one person, one voice',
});

/** What holds of a panel however it came about: large enough for its route, nobody on it twice. */
export const soundPanel = (
  commission: CommissionState,
  { profile }: Route,
  members: ReadonlyArray<PanelMember>,
  field: string,
): Check => {
  const actors = members.map(({ actor }) => actor);
  const twice = actors.filter((actor, index) => actors.indexOf(actor) !== index);
  const voters = members.filter(({ part }) => part === 'assessor');
  const assessors = voters.length;
  // Who advises has no voice: independence is that of those who score.
  const independent = voters.filter((member) => member.independent).length;
  const enough = assessors >= profile.panel.assessors && independent >= profile.panel.independent;
  return allHold(
    check(twice.length === 0, nobodyTwice, { twice }, field),
    holdsOrExcepted(
      commission,
      enough,
      panelLargeEnough,
      { assessors, independent, asked: profile.panel },
      field,
    ),
  );
};
