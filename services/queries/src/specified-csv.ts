import type { Money } from '@commissioning/kernel';
import type { EntryDocument, ListName } from '@projections/specified-information';
import { stringify } from 'csv-stringify/sync';

type Cell = string | null;
type Row = Readonly<Record<string, Cell>>;

/** A sum as spreadsheets take it, in pounds: `500.01`. */
const inPounds = (amount: Money | null): Cell =>
  amount && `${Math.floor(amount.pence / 100)}.${String(amount.pence % 100).padStart(2, '0')}`;

const withheldOf = ({ withheld }: EntryDocument): Cell =>
  withheld.map(({ item, ground, inTheViewOf }) => `${item}: ${ground} (${inTheViewOf})`).join('; ');

const where = ({ commission, decision }: EntryDocument): Row => ({ commission, decision });

const when = ({ on, month, quarter }: EntryDocument): Row => ({ date: on, month, quarter });

const sum = (entry: Pick<EntryDocument, 'amount'>): Row => ({
  'amount in pounds': inPounds(entry.amount),
  VAT: entry.amount?.vat ?? null,
});

const copy = ({ document }: EntryDocument): Row => ({ 'copy (SHA-256)': document?.sha256 ?? null });

const given = (entry: EntryDocument): Row => ({
  title: entry.title,
  recipient: entry.recipient,
  purpose: entry.purpose,
});

const rowsOf: Readonly<Record<ListName, (entry: EntryDocument) => ReadonlyArray<Row>>> = {
  'crime-and-disorder-grants': (entry) => [
    {
      ...when(entry),
      ...given(entry),
      conditions: entry.conditions.join('; '),
      'reasons it would reduce crime and disorder': entry.reasons,
      ...sum(entry),
      ...where(entry),
    },
  ],
  // Each item of expenditure is a row of its own, though several were made known at once.
  spending: (entry) =>
    entry.items.map(({ payment, amount, paidOn }) => ({
      ...when(entry),
      date: paidOn,
      ...given(entry),
      'reasons it is good value for money': entry.reasons,
      ...sum({ amount }),
      'legal power': entry.legalPower,
      ...where(entry),
      payment,
    })),
  contracts: (entry) => [{ ...when(entry), ...given(entry), ...sum(entry), ...copy(entry), ...where(entry) }],
  'smaller-contracts': (entry) => [{ ...when(entry), ...given(entry), ...sum(entry), ...where(entry) }],
  'invitations-to-tender': (entry) => [
    {
      ...when(entry),
      title: entry.title,
      purpose: entry.purpose,
      ...sum(entry),
      ...copy(entry),
      commission: entry.commission,
    },
  ],
  minutes: (entry) => [
    {
      ...when(entry),
      meeting: entry.title,
      matter: entry.purpose,
      decision: entry.decision,
      'published at': entry.publishedAt,
      ...copy(entry),
    },
  ],
  decisions: (entry) => [
    {
      ...when(entry),
      decision: entry.decision,
      title: entry.title,
      'in the capacity of': entry.capacity,
      reasons: entry.reasons,
      'published at': entry.publishedAt,
    },
  ],
};

const noSum: Money = { pence: 0 as Money['pence'], vat: 'outside' };

/** An entry of which only the columns matter. */
const blank = {
  conditions: [],
  withheld: [],
  items: [{ amount: noSum }],
} as unknown as EntryDocument;

/** The columns of a list, though it be empty. */
const columnsOf = (list: ListName): ReadonlyArray<string> => [
  ...Object.keys(rowsOf[list](blank)[0] ?? {}),
  'withheld',
];

/**
 * A list as a spreadsheet reads it. A text that would be taken for a formula is marked as text with an apostrophe, so
 * that what somebody wrote is never carried out on the machine of whoever opens the file.
 */
export const csvOf = (list: ListName, entries: ReadonlyArray<EntryDocument>): string =>
  stringify(
    entries.flatMap((entry) => rowsOf[list](entry).map((row) => ({ ...row, withheld: withheldOf(entry) }))),
    {
      header: true,
      columns: [...columnsOf(list)],
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
