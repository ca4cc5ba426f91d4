import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { commissionAction, holdsOrExcepted } from '../action';
import { evidenceOfBothKinds } from '../steps';
import { NeedsAssessed } from './events';

const assessedOnEvidence = rule({
  id: 'assessment.on-evidence',
  sentence: 'A need is assessed on quantitative and on qualitative evidence.',
  strength: 'integrity',
  source: 'Commissioning Strategy 2024, analyse: quantitative and qualitative data',
});

const insightsAnswered = rule({
  id: 'assessment.answers-insights',
  sentence: 'An assessment that follows an earlier commission answers what was learnt in it.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, review: insights inform the next cycle',
});

const assessedBeforePublication = rule({
  id: 'assessment.before-publication',
  sentence: 'An assessment is not changed once a specification built on it has been published.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.12(2): equal treatment of those who answer it',
});

/** Assesses the need on the evidence and draws a conclusion. A later assessment takes the place of an earlier one. */
export const assessNeed = commissionAction({
  name: 'assess-need',
  says: 'Assess the need on the evidence and conclude whether to commission.',
  command: NeedsAssessed.codec,
  roles: ['commissioning-officer'],
  rules: [assessedBeforePublication, assessedOnEvidence, insightsAnswered],
  decide: (command) => (commission) => {
    if (alike(commission.assessment, command)) return E.right([]);
    const kinds = [...commission.evidence.values()].map(({ kind }) => kind);
    const predecessor = commission.need?.predecessor;
    const found = {
      quantitative: kinds.filter((kind) => kind === 'quantitative').length,
      qualitative: kinds.filter((kind) => kind === 'qualitative').length,
    };
    const answered = predecessor === undefined || command.answerToInsights !== undefined;
    return pipe(
      allHold(
        check(commission.specification === undefined, assessedBeforePublication),
        check(evidenceOfBothKinds(commission), assessedOnEvidence, found),
        holdsOrExcepted(
          commission,
          answered,
          insightsAnswered,
          { predecessor: predecessor ?? '' },
          '/answerToInsights',
        ),
      ),
      E.map(() => [NeedsAssessed.make(command)]),
    );
  },
});
