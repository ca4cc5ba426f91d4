import { type Identify, notSignedIn, sendProblem, worksHere } from '@commissioning/http';
import type { Stored } from '@commissioning/read-store';
import {
  type EntryDocument,
  entrySeen,
  registerEntries,
  type RegisterName,
  registerNames,
  readsRegister,
} from '@projections/registers';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { barredByRole, nextLink, noSuch, questionOf, shown } from './answering';
import { type QueryString, single } from './asking';
import { noted, type NoteViewing } from './viewing';
import { documents, page, type QueryPorts } from './read-model';

const projection = 'registers';

/** What people declared, and what was put right in what they said. */
const sensitiveRegisters: ReadonlySet<RegisterName> = new Set<RegisterName>(['interests', 'corrections']);

const isRegister = (name: string): name is RegisterName => registerNames.some((known) => known === name);

const entryOf = ({ body }: Stored): EntryDocument => body as unknown as EntryDocument;

/** The registers of how commissioning was done, for those who may read each of them. */
export const registerRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify; readonly noteViewing?: NoteViewing },
): void => {
  /** Which of the commissions that some entries are about have had their bids opened. */
  const openedAmong = (entries: ReadonlyArray<Stored>) => {
    const concerned = entries.flatMap((entry) => entryOf(entry).commission ?? []);
    return documents(options, projection, 'openings', [...new Set(concerned)]);
  };

  app.get<{ Params: { name: string } }>('/v1/registers/:name', async (request, reply) => {
    const actor = options.identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    const { name } = request.params;
    if (!isRegister(name)) return sendProblem(reply, noSuch(`register ${name}`));
    if (!worksHere(actor) || !readsRegister(actor.role, name)) return sendProblem(reply, barredByRole);
    const question = await questionOf(options, request, projection, ['commission']);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const { asked, insider } = question.right;
    const commission = single(request.query as QueryString, 'commission');
    if (E.isLeft(commission)) return sendProblem(reply, commission.left);
    const { limit, cursor, at } = asked;
    const query = registerEntries(name, {
      limit,
      ...(commission.right === undefined ? {} : { commission: commission.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    });
    const found = await page(options, projection, 'entries', query)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { documents: entries, next } = found.right;
    const opened = await openedAmong(entries)();
    if (E.isLeft(opened)) return sendProblem(reply, opened.left);
    const seen = entrySeen(new Set(opened.right.keys()));
    const items = entries.filter((entry) => seen(entryOf(entry)));
    const viewing = await noted(options.noteViewing, {
      viewer: actor,
      what: 'register',
      of: name,
      kinds: sensitiveRegisters.has(name) && items.length > 0 ? [name] : [],
    })();
    if (E.isLeft(viewing)) return sendProblem(reply, viewing.left);
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({
      items: items.map((entry) => shown(entry, asked, insider)),
      ...(next === undefined ? {} : { next }),
    });
  });
};
