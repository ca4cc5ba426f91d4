import { panelReading } from '@commissioning/domain';
import { notSignedIn, problem, type Problem } from '@commissioning/http';
import type { Actor } from '@commissioning/kernel';
import { type Reader, readsFiles } from '@projections/commission-file';
import * as E from 'fp-ts/Either';
import { barredByRole } from './answering';
import { commissionState, type ReplayPorts } from './replayed';

const notOnPanel: Problem = problem(403, 'not-allowed', 'You are not on the panel of this commission.');

/**
 * Who reads the file of a commission, if they may. Whether somebody is on its panel, and what their declarations leave
 * them, is asked of the commission's own stream: a read model that lags would still show what an interest now bars.
 */
export const fileReader = async (
  ports: ReplayPorts,
  actor: Actor | undefined,
  reference: string,
): Promise<E.Either<Problem, Reader>> => {
  if (actor === undefined) return E.left(notSignedIn);
  const { id, role } = actor;
  if (!readsFiles(role)) return E.left(barredByRole);
  if (role !== 'panel-member') return E.right({ id, role });
  const state = await commissionState(ports, reference)();
  if (E.isLeft(state)) return state;
  const panel = panelReading(state.right, id);
  return panel === undefined ? E.left(notOnPanel) : E.right({ id, role, panel });
};
