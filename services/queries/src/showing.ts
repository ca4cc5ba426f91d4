import { join } from 'node:path';
import type { Problem } from '@commissioning/http';
import { dayInWords, formatPence, londonDateOf, momentInWords, type Pence } from '@commissioning/kernel';
import type { Page } from '@commissioning/read-store';
import type { PublicSum } from '@projections/public-register';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as nunjucks from 'nunjucks';

/** What stands on every page of an office. */
export interface Site {
  /** What stands in the header. */
  readonly name: string;
  /** The body, as a sentence names it. */
  readonly body: string;
  readonly demonstration: boolean;
}

const templates = (): nunjucks.Environment =>
  new nunjucks.Environment(new nunjucks.FileSystemLoader(join(__dirname, '..', 'templates')), {
    autoescape: true,
  })
    .addFilter('day', dayInWords)
    .addFilter('moment', momentInWords)
    .addFilter('pence', (pence: number) => formatPence(pence as Pence))
    .addFilter('sum', ({ pence }: PublicSum) => (pence === null ? 'unknown' : formatPence(pence as Pence)))
    .addFilter('words', (text: string) => text.replaceAll(/(?<!^e)-/g, ' '));

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a template shows of documents. */
export const bodies = ({ documents }: Pick<Page, 'documents'>): ReadonlyArray<object> =>
  documents.map(({ id, body }) => ({ id, ...body }));

/** The day of the last event behind what is shown; a position would tell how much else has been recorded. */
export const changedOn = ({ documents }: Pick<Page, 'documents'>): string | undefined => {
  const latest = documents
    .map(({ since }) => since.recordedAt)
    .toSorted()
    .at(-1);
  return latest === undefined ? undefined : londonDateOf(latest);
};

/** Sends pages: plain, server-rendered, without script. */
export interface Showing {
  readonly send: (reply: FastifyReply, template: string, facts: object, status?: number) => FastifyReply;
  /** A page that says why there is no other. */
  readonly sorry: (reply: FastifyReply, found: Problem) => FastifyReply;
  /** The address of the next page of a list; undefined on the last. */
  readonly nextPage: (request: FastifyRequest, found: Pick<Page, 'next'>) => string | undefined;
}

/** Somebody at a browser sends no bearer token: a page says what to do there. */
const askedToSignIn = {
  title: 'Sign in first',
  detail: 'Open the address for signing in that you were given, then this page again.',
};

/** A page that not everybody may open, as the header leads to it. */
export interface InsiderLink {
  readonly here: string;
  readonly href: string;
  readonly text: string;
}

/** `linksFor` says which pages beside the public ones whoever asks may open. */
export const showingFrom = (
  site: Site,
  linksFor: (request: FastifyRequest) => ReadonlyArray<InsiderLink>,
): Showing => {
  const environment = templates();
  const send: Showing['send'] = (reply, template, facts, status = 200) => {
    const links = linksFor(reply.request);
    // The header differs by who asks: nobody's page may be kept for somebody else.
    if (links.length > 0 && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'private');
    return reply
      .status(status)
      .header('vary', 'cookie, authorization')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(environment.render(template, { site, links, ...facts }));
  };
  return {
    send,
    sorry: (reply, found) => {
      const problem = found.status === 401 ? askedToSignIn : found;
      return send(reply, 'problem.njk', { heading: problem.title, problem }, found.status);
    },
    nextPage: (request, found) => {
      if (found.next === undefined) return undefined;
      const url = new URL(request.url, 'http://localhost');
      url.searchParams.set('cursor', found.next);
      return `${url.pathname}${url.search}`;
    },
  };
};
