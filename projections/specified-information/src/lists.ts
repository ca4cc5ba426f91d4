import * as t from 'io-ts';

/** The lists of the Order that bear on commissioning, by the names under which they are asked for. */
export const ListName = t.keyof(
  {
    'crime-and-disorder-grants': null,
    spending: null,
    contracts: null,
    'smaller-contracts': null,
    'invitations-to-tender': null,
    minutes: null,
    decisions: null,
  },
  'ListName',
);
export type ListName = t.TypeOf<typeof ListName>;

/** What the Order asks of a list. */
export interface ListOfOrder {
  readonly title: string;
  /** Its paragraph of the Schedule to the Order, as amended in 2012, 2013 and 2021. */
  readonly paragraph: string;
  readonly published: 'monthly' | 'quarterly' | 'as soon as practicable';
}

/** The lists, in the order of the Schedule to the Elected Local Policing Bodies (Specified Information) Order 2011. */
export const listsOfOrder: Readonly<Record<ListName, ListOfOrder>> = {
  'crime-and-disorder-grants': {
    title: 'Crime and disorder reduction grants',
    paragraph: '3(f)',
    published: 'monthly',
  },
  spending: {
    title: 'Spending above the sum from which each item is published',
    paragraph: '3(g)',
    published: 'monthly',
  },
  contracts: {
    title: 'Contracts above the sum from which a copy of each is published',
    paragraph: '4(b)',
    published: 'as soon as practicable',
  },
  'invitations-to-tender': {
    title: 'Invitations to tender for such contracts',
    paragraph: '4(c)',
    published: 'as soon as practicable',
  },
  'smaller-contracts': { title: 'Contracts up to that sum', paragraph: '4(d)', published: 'quarterly' },
  minutes: {
    title: 'Minutes of meetings at which a decision was discussed',
    paragraph: '5(c)',
    published: 'as soon as practicable',
  },
  decisions: { title: 'Decisions', paragraph: '5(d)', published: 'as soon as practicable' },
};
