export { observedEventStore } from './event-store';
export { type Metrics, makeMetrics } from './metrics';
export { observedReadStore } from './read-store';
export { inSpan, inSpanOf, traceNow } from './tracing';
export { watchingFeeds, watchingProjections } from './following';
