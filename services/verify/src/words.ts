import { assertNever } from '@commissioning/kernel';
import type { ModelFinding } from '@commissioning/projecting';

const wrong: Readonly<Record<Extract<ModelFinding, { _tag: 'Document' }>['how'], string>> = {
  missing: 'is not there, although the log makes it',
  unfounded: 'is there, and nothing in the log makes it',
  different: 'is not what the log makes of it',
  'different-before': 'has a past that is not what the log makes of it',
};

/** What is wrong with a read model, and what to do about it where it is no damage. */
export const modelFindingInWords = (finding: ModelFinding): string => {
  const model = `read model ${finding.projection}`;
  switch (finding._tag) {
    case 'NothingServes':
      return `${model}: there is none; the projector has not run`;
    case 'OtherVersion':
      return `${model}: version ${finding.serves} answers, made by another release; let the projector fill the new one`;
    case 'Behind':
      return `${model}: it has come to ${finding.position ?? 'nothing yet'} and does not go on; see /health/ready`;
    case 'SetAside':
      return `${model}: ${finding.events} ${finding.events === 1 ? 'event was' : 'events were'} set aside; see /health/ready`;
    case 'Document':
      return `${model}: ${finding.collection} ${finding.id} ${wrong[finding.how]}; commissioning replay makes it anew`;
    default:
      return assertNever(finding);
  }
};
