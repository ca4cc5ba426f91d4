import { type Identify, notSignedIn, type Problem, sendProblem, worksHere } from '@commissioning/http';
import type { Actor } from '@commissioning/kernel';
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
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { barredByRole, nextLink, noSuch, type Question, questionOf, shown } from './answering';
import { type QueryString, single } from './asking';
import { noted, type NoteViewing } from './viewing';
import { documents, page, type QueryPorts } from './read-model';

const projection = 'registers';

/** What people declared, and what was put right in what they said. */
const sensitiveRegisters: ReadonlySet<RegisterName> = new Set<RegisterName>(['interests', 'corrections']);

const isRegister = (name: string): name is RegisterName => registerNames.some((known) => known === name);

const entryOf = ({ body }: Stored): EntryDocument => body as unknown as EntryDocument;

/** A page of a register, as far as whoever asks may see it. */
export interface RegisterAnswer {
  readonly entries: ReadonlyArray<Stored>;
  readonly next: string | undefined;
  readonly question: Question;
}

export type RegisterPorts = QueryPorts & { readonly identify: Identify; readonly noteViewing?: NoteViewing };

/** The registers that somebody may read. */
export const registersFor = (actor: Actor | undefined): ReadonlyArray<RegisterName> =>
  actor === undefined || !worksHere(actor)
    ? []
    : registerNames.filter((name) => readsRegister(actor.role, name));

/** Answers who asks for a register, once it is known who they are, and notes what they are shown. */
export const registersFrom = (options: RegisterPorts) => {
  /** Which of the commissions that some entries are about have had their bids opened. */
  const openedAmong = (entries: ReadonlyArray<Stored>) => {
    const concerned = entries.flatMap((entry) => entryOf(entry).commission ?? []);
    return documents(options, projection, 'openings', [...new Set(concerned)]);
  };

  return async (
    request: FastifyRequest,
    name: string,
    known: ReadonlyArray<string> = ['commission'],
  ): Promise<E.Either<Problem, RegisterAnswer>> => {
    const actor = options.identify(request);
    if (actor === undefined) return E.left(notSignedIn);
    if (!isRegister(name)) return E.left(noSuch(`register ${name}`));
    if (!worksHere(actor) || !readsRegister(actor.role, name)) return E.left(barredByRole);
    const question = await questionOf(options, request, projection, known);
    if (E.isLeft(question)) return question;
    const { asked } = question.right;
    const commission = single(request.query as QueryString, 'commission');
    if (E.isLeft(commission)) return commission;
    const { limit, cursor, at } = asked;
    const query = registerEntries(name, {
      limit,
      ...(commission.right === undefined || commission.right === '' ? {} : { commission: commission.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    });
    const found = await page(options, projection, 'entries', query)();
    if (E.isLeft(found)) return found;
    const { documents: entries, next } = found.right;
    const opened = await openedAmong(entries)();
    if (E.isLeft(opened)) return opened;
    const seen = entrySeen(new Set(opened.right.keys()));
    const items = entries.filter((entry) => seen(entryOf(entry)));
    const viewing = await noted(options.noteViewing, {
      viewer: actor,
      what: 'register',
      of: name,
      kinds: sensitiveRegisters.has(name) && items.length > 0 ? [name] : [],
    })();
    return E.isLeft(viewing) ? viewing : E.right({ entries: items, next, question: question.right });
  };
};

/** The registers of how commissioning was done, for those who may read each of them. */
export const registerRoutes = (app: FastifyInstance, options: RegisterPorts): void => {
  const answer = registersFrom(options);
  app.get<{ Params: { name: string } }>('/v1/registers/:name', async (request, reply) => {
    const found = await answer(request, request.params.name);
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { entries, next, question } = found.right;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({
      items: entries.map((entry) => shown(entry, question.asked, question.insider)),
      ...(next === undefined ? {} : { next }),
    });
  });
};
