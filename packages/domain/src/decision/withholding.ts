import { rule } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { type Check, check } from '../checks';
import type { Withheld } from '../shapes';

export const withheldOnGround = rule({
  id: 'withheld.on-ground-of-order',
  sentence:
    'Something is withheld only for national security, the safety of a person, prejudice to crime or justice, or because an enactment bars it; commercial confidentiality is no ground.',
  strength: 'law',
  source: 'Elected Local Policing Bodies (Specified Information) Order 2011 art 2(2)',
});

export const withheldInChiefOfficersView = rule({
  id: 'withheld.in-chief-officers-view',
  sentence: 'Whether security, safety or justice would suffer is the view of the chief officer of police.',
  strength: 'law',
  source: 'Elected Local Policing Bodies (Specified Information) Order 2011 art 2(2)',
});

const chiefOfficer = 'chief-officer-of-police';

/** The grounds of the order, each with whose view it must be; nobody's where an enactment decides. */
const grounds: ReadonlyMap<string, string | undefined> = new Map([
  ['national-security', chiefOfficer],
  ['safety-of-a-person', chiefOfficer],
  ['prejudice-to-crime-or-justice', chiefOfficer],
  ['barred-by-enactment', undefined],
]);

type Grounded = Pick<t.TypeOf<typeof Withheld>, 'ground' | 'inTheViewOf'>;

/** A part is withheld on a ground of the order, in the view of whoever is to form it; `at` is where the command has it. */
export const onLawfulGround = ({ ground, inTheViewOf }: Grounded, at: string): ReadonlyArray<Check> => {
  const view = grounds.get(ground) ?? inTheViewOf;
  return [
    check(grounds.has(ground), withheldOnGround, { ground, grounds: [...grounds.keys()] }, `${at}/ground`),
    check(inTheViewOf === view, withheldInChiefOfficersView, { ground, inTheViewOf }, `${at}/inTheViewOf`),
  ];
};

/** Each part that is withheld names a ground of the order, and whose view it is that the ground is made out. */
export const withheldLawfully = (withheld: ReadonlyArray<t.TypeOf<typeof Withheld>>): ReadonlyArray<Check> =>
  withheld.flatMap((each, index) => onLawfulGround(each, `/withheld/${index}`));
