import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { InstrumentChosen } from './events';
import { planSettled, stillPlanning } from './settled';

const powerFits = rule({
  id: 'instrument.power-fits',
  sentence: 'A crime and disorder reduction grant is given as a grant.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.9',
});

/**
 * Settles grant, contract or in-house, under which legal power and why. It may be changed until others rely on it;
 * another instrument makes the route an open question again.
 */
export const chooseInstrument = commissionAction({
  name: 'choose-instrument',
  says: 'Choose between grant, contract and in-house provision, with the legal power and the reason.',
  command: InstrumentChosen.codec,
  roles: ['commissioning-officer'],
  rules: [planSettled, powerFits],
  decide: (command) => (commission) => {
    if (alike(commission.instrument, command)) return E.right([]);
    const { instrument, legalPower } = command;
    const power = { instrument, legalPower };
    const reduces = legalPower === 'crime-and-disorder-reduction-grant';
    return pipe(
      allHold(
        stillPlanning(commission),
        check(!reduces || instrument === 'grant', powerFits, power, '/legalPower'),
      ),
      E.map(() => [InstrumentChosen.make(command)]),
    );
  },
});
