import { accessActions } from './access';
import { clockActions } from './clock';
import { analyseActions } from './commission/analyse';
import { correctCommissionEntry } from './commission/correct-entry';
import { historyActions } from './commission/history';
import { planActions } from './commission/plan';
import { purchaseActions } from './commission/purchase';
import { reviewActions } from './commission/review';
import type { AnyAction } from './context';
import { decisionActions } from './decision';
import { dutyActions } from './duties';
import { fundActions } from './fund';
import { providerActions } from './provider';
import { ruleBookActions } from './rulebook';

/** Every action of the domain, in the order of the cycle. */
export const allActions: ReadonlyArray<AnyAction> = [
  ...ruleBookActions,
  ...providerActions,
  ...fundActions,
  ...decisionActions,
  ...analyseActions,
  ...planActions,
  ...purchaseActions,
  ...reviewActions,
  ...historyActions,
  correctCommissionEntry,
  ...dutyActions,
  ...accessActions,
  ...clockActions,
] as unknown as ReadonlyArray<AnyAction>;
