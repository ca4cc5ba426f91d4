import { type Identify, problem, type Problem, sendProblem } from '@commissioning/http';
import { type JsonObject, type Money, sumPence, VatBasis } from '@commissioning/kernel';
import type { Stored } from '@commissioning/read-store';
import { type EntryDocument, ListName, listPage, listsOfOrder } from '@projections/specified-information';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nextLink, questionOf, shown } from './answering';
import { type Asked, malformed, type QueryString, single } from './asking';
import { all, page, type QueryPorts } from './read-model';
import { csvOf } from './specified-csv';

/** The read model whose entries these are. */
export const projection = 'specified-information';

interface Period {
  readonly month?: string;
  readonly quarter?: string;
}

const shapes = { month: /^\d{4}-(0[1-9]|1[0-2])$/, quarter: /^\d{4}-\d{2}-Q[1-4]$/ } as const;
const examples = { month: 'a month like 2026-11', quarter: 'a quarter like 2026-27-Q3' } as const;

const periodOf = (query: QueryString): E.Either<Problem, Period> => {
  const period: { -readonly [name in keyof Period]: Period[name] } = {};
  for (const name of ['month', 'quarter'] as const) {
    const given = single(query, name);
    if (E.isLeft(given)) return given;
    if (given.right === undefined) continue;
    if (!shapes[name].test(given.right)) return E.left(malformed(name, examples[name], given.right));
    period[name] = given.right;
  }
  return E.right(period);
};

/** Whether a request asks for a spreadsheet: by its `format` or else by what it accepts. */
const asksForCsv = (request: FastifyRequest): E.Either<Problem, boolean> => {
  const given = single(request.query as QueryString, 'format');
  if (E.isLeft(given)) return given;
  if (given.right === undefined) return E.right(/^text\/csv\b/.test(request.headers.accept ?? ''));
  return given.right === 'csv' || given.right === 'json'
    ? E.right(given.right === 'csv')
    : E.left(malformed('format', 'json or csv', given.right));
};

const bodyOf = ({ body }: Stored): EntryDocument => body as unknown as EntryDocument;

/** How many entries there are and what they come to, each basis of VAT apart: sums of the entries that are listed. */
const totalsOf = (entries: ReadonlyArray<EntryDocument>): ReadonlyArray<JsonObject> =>
  Object.keys(VatBasis.keys).flatMap((vat) => {
    const amounts = entries.flatMap(({ amount }): ReadonlyArray<Money> =>
      amount?.vat === vat ? [amount] : [],
    );
    return amounts.length === 0
      ? []
      : [{ vat, entries: amounts.length, pence: sumPence(amounts.map(({ pence }) => pence)) }];
  });

/** The lists of the Specified Information Order, as data and as spreadsheets, for everybody. */
export const specifiedInformationRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
): void => {
  const entriesOf = (list: ListName, period: Period, { at }: Asked) =>
    all(options, projection, 'entries', {
      ...listPage({ list, ...period, limit: 1_000 }),
      ...(at === undefined ? {} : { at }),
    })();

  const asJson = async (
    request: FastifyRequest,
    reply: FastifyReply,
    list: ListName,
    period: Period,
    asked: Asked,
    insider: boolean,
  ): Promise<FastifyReply> => {
    const { limit, cursor, at } = asked;
    const query = listPage({
      list,
      ...period,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    });
    const found = await page(options, projection, 'entries', query)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    // The sums of a period, whichever of its pages is shown; a whole list has no end at which it could be added up.
    const whole = Object.keys(period).length === 0 ? undefined : await entriesOf(list, period, asked);
    if (whole !== undefined && E.isLeft(whole)) return sendProblem(reply, whole.left);
    const { documents, next } = found.right;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({
      list,
      ...listsOfOrder[list],
      ...period,
      items: documents.map((each) => shown(each, asked, insider)),
      ...(whole === undefined ? {} : { totals: totalsOf(whole.right.map(bodyOf)) }),
      ...(next === undefined ? {} : { next }),
    });
  };

  app.get('/v1/specified-information', (_request, reply) =>
    reply.send({
      items: Object.entries(listsOfOrder).map(([list, of]) => ({
        list,
        ...of,
        url: `/v1/specified-information/${list}`,
      })),
    }),
  );

  app.get<{ Params: { list: string } }>('/v1/specified-information/:list', async (request, reply) => {
    const { list } = request.params;
    if (!ListName.is(list))
      return sendProblem(
        reply,
        problem(404, 'not-found', `There is no list ${list}.`, Object.keys(listsOfOrder).join(', ')),
      );
    const question = await questionOf(options, request, projection, ['month', 'quarter', 'format']);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const period = periodOf(request.query as QueryString);
    if (E.isLeft(period)) return sendProblem(reply, period.left);
    const csv = asksForCsv(request);
    if (E.isLeft(csv)) return sendProblem(reply, csv.left);
    const { asked, insider } = question.right;
    reply.header('vary', 'accept');
    if (!csv.right) return asJson(request, reply, list, period.right, asked, insider);
    const entries = await entriesOf(list, period.right, asked);
    if (E.isLeft(entries)) return sendProblem(reply, entries.left);
    const { month, quarter } = period.right;
    const name = [list, month, quarter].filter((part) => part !== undefined).join('-');
    return reply
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .type('text/csv; charset=utf-8; header=present')
      .send(csvOf(list, entries.right.map(bodyOf)));
  });
};
