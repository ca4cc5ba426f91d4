import type { Happened } from '@commissioning/kernel';
import { correctedFields, correctedIn, namedIn, putRightIn } from '../src/corrections/reading';
import { type CorrectionEvent, EntryCorrected } from '../src/corrections/events';
import { underClassOf } from '../src/corrections/under-class';
import { alsoWithheld, withholds } from '../src/decision/withheld-parts';
import type { Withheld } from '../src/shapes';
import { made } from './support/made';
import { recorded } from './support/specification';

const values = (from: string, to: string) => ({ from, to });
const corrected = made(EntryCorrected, {
  correction: 'name',
  entry: '00000000-0000-7000-8000-000000000000',
  of: 'NeedIdentified',
  changes: [
    { field: '/title', released: values('Suport', 'Support') },
    { field: '/summary', public: values('Parants', 'Parents') },
    { field: '/about', official: values('Azalia', 'Azalea') },
    { field: '/finding', sensitive: values('Sond', 'Sound') },
  ],
  names: [{ field: 'reference', id: 'BEDS-2026-0007' }],
  otherNames: [{ field: 'challenge', id: 'azalea' }],
  reason: 'A letter was left out.',
});
const commitment = { $commitment: 'c'.repeat(64) };

describe('reading a correction', () => {
  const [event] = recorded([corrected]) as ReadonlyArray<Happened<CorrectionEvent>>;
  const { data } = event as Happened<CorrectionEvent>;

  test('gives each field as it was and as it is, of whatever class', () => {
    expect(correctedIn(data)).toEqual([
      { field: '/title', from: 'Suport', to: 'Support' },
      { field: '/summary', from: 'Parants', to: 'Parents' },
      { field: '/about', from: 'Azalia', to: 'Azalea' },
      { field: '/finding', from: 'Sond', to: 'Sound' },
    ]);
  });

  test('leaves out what the reader was given a commitment of', () => {
    const [title, summary] = data.changes;
    const hidden = {
      ...data,
      changes: [{ ...title, released: commitment }, summary],
    } as unknown as typeof data;
    expect(correctedIn(hidden)).toEqual([{ field: '/summary', from: 'Parants', to: 'Parents' }]);
    for (const part of [{ from: 'Suport' }, { to: 'Support' }]) {
      const halved = { ...data, changes: [{ ...title, released: part }] } as unknown as typeof data;
      expect(correctedIn(halved)).toEqual([]);
    }
  });

  test('tells by which ids the entry goes, in confidence or not', () => {
    expect(namedIn(data, 'reference')).toBe('BEDS-2026-0007');
    expect(namedIn(data, 'challenge')).toBe('azalea');
    expect(namedIn(data, 'award')).toBeUndefined();
    const hidden = { ...data, otherNames: commitment } as unknown as typeof data;
    expect(namedIn(hidden, 'challenge')).toBeUndefined();
    expect(namedIn(hidden, 'reference')).toBe('BEDS-2026-0007');
  });

  test('says which fields were put right on which day', () => {
    expect(correctedFields(event as Happened<CorrectionEvent>)).toEqual(
      ['title', 'summary', 'about', 'finding'].map((field) => ({ field, on: '2026-11-23' })),
    );
  });
});

describe('a field of a list', () => {
  test('is named with its place in it', () => {
    const change = { field: '/lessons/0', official: values('Begin erlier.', 'Begin earlier.') };
    const [event] = recorded([made(EntryCorrected, { ...corrected.data, changes: [change] })]);
    expect(correctedFields(event as Happened<CorrectionEvent>)).toEqual([
      { field: 'lessons 0', on: '2026-11-23' },
    ]);
  });
});

describe('putting a document right', () => {
  const fields = [{ field: '/title', from: 'Suport', to: 'Support' }];

  test('changes the place of the field, where it says what the entry said', () => {
    expect(putRightIn({ title: 'Suport', about: 'Suport' }, fields)).toEqual({
      title: 'Support',
      about: 'Suport',
    });
    expect(putRightIn({ head: { line: 'Suport' } }, fields, () => '/head/line')).toEqual({
      head: { line: 'Support' },
    });
  });

  test('leaves what was changed since by an entry of its own, and what the document does not have', () => {
    expect(putRightIn({ title: 'Help' }, fields)).toEqual({ title: 'Help' });
    expect(putRightIn({ title: 'Suport' }, fields, () => undefined)).toEqual({ title: 'Suport' });
  });
});

describe('a corrected value', () => {
  const change = values('Suport', 'Support');

  test('is read by whoever reads the field in the entry, and by nobody else', () => {
    expect(underClassOf(undefined, change)).toEqual({ public: change });
    expect(underClassOf({ kind: 'released', by: ['SpecPublished'] } as never, change)).toEqual({
      released: change,
    });
    expect(underClassOf({ kind: 'official' } as never, change)).toEqual({ official: change });
    expect(underClassOf({ kind: 'sensitive' } as never, change)).toEqual({ sensitive: change });
    expect(underClassOf({ kind: 'personal', subjectAt: 'actor' } as never, change)).toEqual({
      sensitive: change,
    });
  });
});

describe('what a decision withholds', () => {
  const part = (item: string, ground = 'national-security') => ({ item, ground }) as unknown as Withheld;

  test('stays withheld, and what a later one withholds goes too, each once', () => {
    const before = [part('purpose')];
    expect(alsoWithheld(before, [part('purpose'), part('provider')])).toEqual([
      part('purpose'),
      part('provider'),
    ]);
    const onAnother = part('purpose', 'barred-by-enactment');
    expect(alsoWithheld(before, [onAnother])).toEqual([part('purpose'), onAnother]);
    expect(alsoWithheld([...before, part('title')], [part('purpose')])).toEqual([
      part('purpose'),
      part('title'),
    ]);
  });

  test('is known by its name, however that is written', () => {
    expect(withholds([part('title'), part(' Provider ')], 'provider', 'recipient')).toBe(true);
    expect(withholds([part('the names of two witnesses')], 'provider')).toBe(false);
    expect(withholds([], 'provider')).toBe(false);
  });
});
