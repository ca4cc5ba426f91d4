import { ItemViewed } from '../src/access/events';
import { noteViewing } from '../src/access/note-viewing';
import { access } from '../src/access/state';
import { made } from './support/made';
import { recorded, specificationOf } from './support/specification';

const { given } = specificationOf(access);
const viewing = {
  viewer: 'officer-1',
  role: 'commissioning-officer',
  what: 'file',
  of: 'BEDS-2026-0007',
  kinds: ['heard', 'interests'],
};
const viewed = made(ItemViewed, viewing);
const register = 'BEDS-2026-11-30';

describe('noting who is shown something sensitive', () => {
  test('says who, in which role, of what, and which kinds of it', () => {
    given()
      .when(noteViewing, { ...viewing, register })
      .then(viewed);
  });

  test('says again only what they had not been shown on that day', () => {
    const asking = (kinds: ReadonlyArray<string>) =>
      given(...recorded([viewed])).when(noteViewing, { ...viewing, kinds, register });
    asking(['interests']).then();
    asking(['bid', 'heard', 'bid']).then(made(ItemViewed, { ...viewing, kinds: ['bid'] }));
  });

  test.each([
    ['another person', { viewer: 'officer-2' }],
    ['the same person in another role', { role: 'auditor' }],
    ['another commission', { of: 'BEDS-2026-0008' }],
    ['another thing of it', { what: 'evaluation' }],
    ['a person', { what: 'person', of: 'BEDS-azalea/clerk', kinds: ['contact'] }],
  ])('tells %s apart', (_what, other) => {
    given(...recorded([viewed]))
      .when(noteViewing, { ...viewing, ...other, register })
      .then(made(ItemViewed, { ...viewing, ...other }));
  });
});
