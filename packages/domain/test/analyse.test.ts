import { addEvidence } from '../src/commission/analyse/add-evidence';
import { assessNeed } from '../src/commission/analyse/assess-need';
import { considerCoCommissioning } from '../src/commission/analyse/consider-co-commissioning';
import {
  CoCommissioningConsidered,
  EvidenceAdded,
  NeedIdentified,
  NeedsAssessed,
} from '../src/commission/analyse/events';
import { identifyNeed } from '../src/commission/analyse/identify-need';
import { CommissionClosed } from '../src/commission/review/events';
import { ExceptionRecorded } from '../src/commission/purchase/events';
import {
  after,
  assessed,
  assessing,
  context,
  counted,
  need,
  needing,
  plannedRound,
  published,
  voices,
} from './support/commission';
import { made } from './support/made';

const closed = made(CommissionClosed, { outcome: 'no-award', summary: 'The need went away.', lessons: [] });

describe('identifying a need', () => {
  test('begins a commission', () => {
    after().when(identifyNeed, needing, context).then(need);
  });

  test('under one reference is done once', () => {
    after(need).when(identifyNeed, needing, context).then();
    after(need)
      .when(identifyNeed, { ...needing, title: 'Something else' }, context)
      .refused('commission.begun-once', { reference: needing.reference }, '/reference');
  });

  test('names objectives that the plan in force has', () => {
    after()
      .when(identifyNeed, { ...needing, objectives: ['victims', 'fireworks'] }, context)
      .refused('need.objectives-known', { unknown: ['fireworks'] }, '/objectives');
  });

  test('waits until the body has adopted its rules', () => {
    after().when(identifyNeed, needing).refused('rulebook.adopted');
  });
});

describe('evidence', () => {
  const adding = counted.data;

  test('is added with its source', () => {
    after(need).when(addEvidence, adding).then(counted);
  });

  test('said otherwise under the same id is refused', () => {
    after(need, counted).when(addEvidence, adding).then();
    after(need, counted)
      .when(addEvidence, { ...adding, finding: '150 families.' })
      .refused('entry.said-once', {}, '/evidence');
  });

  test('is of a commission that has begun and is not closed', () => {
    after().when(addEvidence, adding).refused('commission.exists');
    after(need, closed)
      .when(addEvidence, adding)
      .refused('commission.open', { commission: needing.reference });
    after(need, counted, closed).when(addEvidence, adding).then();
  });
});

describe('commissioning together', () => {
  const considering = { with: ['Luton Council'], outcome: 'They join from April.' };
  const considered = made(CoCommissioningConsidered, considering);

  test('is noted as often as it is considered anew', () => {
    after(need).when(considerCoCommissioning, considering).then(considered);
    after(need, considered).when(considerCoCommissioning, considering).then();
    const again = { with: ['Luton Council'], outcome: 'They cannot after all.' };
    after(need, considered).when(considerCoCommissioning, again).then(made(CoCommissioningConsidered, again));
  });
});

describe('assessing a need', () => {
  test('rests on quantitative and qualitative evidence', () => {
    after(need, counted, voices).when(assessNeed, assessing).then(assessed);
    after(need, counted)
      .when(assessNeed, assessing)
      .refused('assessment.on-evidence', { quantitative: 1, qualitative: 0 });
    after(need, voices)
      .when(assessNeed, assessing)
      .refused('assessment.on-evidence', { quantitative: 0, qualitative: 1 });
    const second = made(EvidenceAdded, { ...counted.data, evidence: 'more-figures' });
    after(need, counted, second)
      .when(assessNeed, assessing)
      .refused('assessment.on-evidence', { quantitative: 2 });
  });

  test('answers what the commission before it learnt', () => {
    const following = made(NeedIdentified, { ...needing, predecessor: 'BEDS-2023-0002' });
    const answering = { ...assessing, answerToInsights: 'Evenings are asked for this time.' };
    after(following, counted, voices)
      .when(assessNeed, assessing)
      .refused('assessment.answers-insights', { predecessor: 'BEDS-2023-0002' }, '/answerToInsights');
    after(following, counted, voices).when(assessNeed, answering).then(made(NeedsAssessed, answering));
    const excepted = made(ExceptionRecorded, {
      rule: 'assessment.answers-insights',
      ground: 'The file of 2023 was lost.',
      authorisedBy: 'approver-1',
      decision: 'BEDS-PCC24-0031',
    });
    after(following, counted, voices, excepted).when(assessNeed, assessing).then(assessed);
  });

  test('may be done again until a specification rests on it', () => {
    const again = { ...assessing, conclusion: 'no-action' };
    after(need, counted, voices, assessed).when(assessNeed, again).then(made(NeedsAssessed, again));
    after(...plannedRound, published)
      .when(assessNeed, again)
      .refused('assessment.before-publication');
    after(...plannedRound, published)
      .when(assessNeed, assessing)
      .then();
  });
});
