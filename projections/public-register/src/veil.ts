import { unnamed } from '@commissioning/domain';
import type { JsonObject } from '@commissioning/kernel';
import type { CommissionDocument, EntryDocument, StepDocument, WithholdingDocument } from './documents';
import { withholding } from './withholding';

/** The collections that show what may be withheld after it was published. */
export const veiledCollections: ReadonlySet<string> = new Set(['entries', 'commissions', 'steps']);

type Withholdings = ReadonlyArray<WithholdingDocument>;

const namedIn = (withheld: Withholdings, item: string): boolean =>
  withheld.some((each) => each.item === item);

const asShown = ({ item, ground, inTheViewOf }: WithholdingDocument) => ({ item, ground, inTheViewOf });

const entryVeiled = (entry: EntryDocument, withheld: Withholdings): EntryDocument => {
  const ofAward = withheld.filter(({ award }) => award === entry.award);
  return ofAward.length === 0 ? entry : withholding(entry, [...entry.withheld, ...ofAward.map(asShown)]);
};

const commissionVeiled = (commission: CommissionDocument, withheld: Withholdings): CommissionDocument => {
  const own = withheld.filter(({ award }) => award === null);
  if (own.length === 0) return commission;
  const { specification, title, summary, areas } = commission;
  const titled = namedIn(own, 'title') ? unnamed : undefined;
  return {
    ...commission,
    title: titled ?? title,
    summary: namedIn(own, 'summary') ? null : summary,
    areas: namedIn(own, 'areas') ? [] : areas,
    specification: specification && {
      ...specification,
      title: titled ?? specification.title,
      need: namedIn(own, 'need') ? unnamed : specification.need,
    },
  };
};

/** A step of an award whose provider is withheld does not name it, nor does that of a title that is withheld tell it. */
const stepVeiled = (id: string, step: StepDocument, withheld: Withholdings): StepDocument => {
  const { commission, who, detail } = step;
  const hidden = withheld.some(
    ({ award, item }) => item === 'provider' && `${id}/`.startsWith(`${commission}/award/${award ?? ''}/`),
  );
  if (hidden && who !== null && detail !== null)
    return { ...step, who: unnamed, detail: `${unnamed}${detail.slice(who.length)}` };
  const titled = withheld.some(({ award, item }) => award === null && item === 'title');
  return titled && id === `${commission}/specification` ? { ...step, detail: unnamed } : step;
};

/**
 * A document of the register as it is shown: without what has been withheld since it was published, also where
 * it is shown as at an earlier moment. `withheld` is what is in force of all that is withheld of its commission.
 */
export const veiled = (
  collection: string,
  { id, body }: { readonly id: string; readonly body: JsonObject },
  withheld: Withholdings,
): JsonObject => {
  const of = body as unknown;
  const after = (): unknown => {
    switch (collection) {
      case 'entries':
        return entryVeiled(of as EntryDocument, withheld);
      case 'commissions':
        return commissionVeiled(of as CommissionDocument, withheld);
      default:
        return stepVeiled(id, of as StepDocument, withheld);
    }
  };
  return after() as JsonObject;
};
