import type { Identify, Problem } from '@commissioning/http';
import { BodyId, CalendarDate, CommissionRef, Role } from '@commissioning/kernel';
import type { Query } from '@commissioning/read-store';
import { dutiesPage, type StandingAsked, standingsAsked } from '@projections/duties';
import * as E from 'fp-ts/Either';
import type { FastifyRequest } from 'fastify';
import { barredByRole, barredFrom } from './answering';
import { type Asked, malformed, type QueryString, single } from './asking';

/** With whom a duty can lie. */
export const dutyOwners: ReadonlyArray<Role> = ['commissioning-officer', 'finance', 'approver', 'provider'];

/** What duties can be asked by. */
export const dutyParameters = ['commission', 'owner', 'standing', 'due-by'];

/**
 * Nothing for those who may read who owes what; for everybody else why not. A duty names awards, invoices and questions,
 * so it is not for an administrator, who reads of a commission what is public.
 */
export const barredFromDuties = (request: FastifyRequest, identify: Identify): Problem | undefined =>
  barredFrom(request, identify) ?? (identify(request)?.role === 'administrator' ? barredByRole : undefined);

/** A parameter that is of its form; undefined when it is absent. */
const ofForm = <A extends string>(
  query: QueryString,
  name: string,
  form: { readonly is: (value: unknown) => value is A },
  expected: string,
): E.Either<Problem, A | undefined> => {
  const given = single(query, name);
  if (E.isLeft(given)) return given;
  const { right: value } = given;
  if (value === undefined) return E.right(undefined);
  const found: unknown = value;
  return form.is(found) ? E.right(found) : E.left(malformed(name, expected, value));
};

/** A commission; or a body, for what it owes for itself. */
const Owner = { is: (value: unknown): value is string => CommissionRef.is(value) || BodyId.is(value) };

const Standing = {
  is: (value: unknown): value is StandingAsked => standingsAsked.some((standing) => standing === value),
};

/** A page of duties, as a request's query string asks for it. */
export const dutiesQuery = (query: QueryString, asked: Asked): E.Either<Problem, Query> => {
  const commission = ofForm(
    query,
    'commission',
    Owner,
    'a commission like BEDS-2026-0007, or a body like BEDS',
  );
  if (E.isLeft(commission)) return commission;
  const owner = ofForm(query, 'owner', Role, 'a role like finance');
  if (E.isLeft(owner)) return owner;
  const standing = ofForm(query, 'standing', Standing, standingsAsked.join(', '));
  if (E.isLeft(standing)) return standing;
  const dueBy = ofForm(query, 'due-by', CalendarDate, 'a day like 2026-11-23');
  if (E.isLeft(dueBy)) return dueBy;
  const { limit, cursor, at } = asked;
  return E.right(
    dutiesPage({
      limit,
      ...(commission.right === undefined ? {} : { commission: commission.right }),
      ...(owner.right === undefined ? {} : { owner: owner.right }),
      ...(standing.right === undefined ? {} : { standing: standing.right }),
      ...(dueBy.right === undefined ? {} : { dueBy: dueBy.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    }),
  );
};
