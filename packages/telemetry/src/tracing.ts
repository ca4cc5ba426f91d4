import {
  type Attributes,
  context,
  type Context,
  type Span,
  type SpanContext,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import * as E from 'fp-ts/Either';

/** Does nothing, and costs next to nothing, until somebody exports what it makes. */
const tracer = () => trace.getTracer('commissioning');

/** W3C Trace Context, version 00: version, trace id, parent id, flags. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const written = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

const read = (traceparent: string | undefined): SpanContext | undefined => {
  const [, traceId, spanId, flags] = form.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return trace.isSpanContextValid(found) ? found : undefined;
};

const below = (traceparent: string | undefined): Context => {
  const parent = read(traceparent);
  return parent === undefined ? context.active() : trace.setSpanContext(context.active(), parent);
};

/** The `traceparent` of the span that is under way; undefined when there is none. */
export const traceNow = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && trace.isSpanContextValid(span) ? written(span) : undefined;
};

const failed = (span: Span, reason: string): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
};

const tagOf = (answer: unknown): string | undefined => {
  if (typeof answer !== 'object' || answer === null || !('_tag' in answer)) return undefined;
  const either = answer as E.Either<unknown, unknown>;
  if (either._tag !== 'Left') return undefined;
  const failure = either.left as { readonly _tag?: unknown } | undefined;
  return typeof failure?._tag === 'string' ? failure._tag : 'failed';
};

/** Runs something as a span of the one that is under way. An Either that is left is an error of the span. */
export const inSpan = <A>(name: string, attributes: Attributes, run: () => Promise<A>): Promise<A> =>
  tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      const answer = await run();
      const tag = tagOf(answer);
      if (tag !== undefined) failed(span, tag);
      return answer;
    } catch (error) {
      failed(span, String(error));
      throw error;
    } finally {
      span.end();
    }
  });

/** A span begun from the `traceparent` of somebody else. */
export interface Begun {
  /** Runs something within the span. */
  readonly within: <A>(run: () => A) => A;
  /** Ends it, with what is known only now, and a reason when it came to nothing. */
  readonly end: (attributes?: Attributes, failure?: string) => void;
}

/** Begins a span below a `traceparent`; one that is not of its form is passed over, as that standard asks. */
export const inSpanOf = (traceparent: string | undefined, name: string, attributes: Attributes): Begun => {
  const parent = below(traceparent);
  const span = tracer().startSpan(name, { attributes }, parent);
  return {
    within: (run) => context.with(trace.setSpan(parent, span), run),
    end: (found = {}, failure) => {
      span.setAttributes(found);
      if (failure !== undefined) failed(span, failure);
      span.end();
    },
  };
};
