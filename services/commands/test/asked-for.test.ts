import { allActions, askedByPeople, exampleOf } from '@commissioning/domain';
import { requestCodecOf } from '@services/commands';
import * as E from 'fp-ts/Either';

const asked = allActions
  .filter(askedByPeople)
  .map((action) => [action.aggregate, action.name, action] as const);

test.each(asked)('of a %s, %s has an example with the fields that it needs', (_kind, _name, action) => {
  const codec = requestCodecOf(action);
  const example = exampleOf(codec);
  expect(E.isRight(codec.decode(example))).toBe(true);
});
