import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Longest that the last spans are waited for, in milliseconds: a collector that is away must not hold up a stop. */
const patience = 2_000;

/** Sends what is still to be sent, as far as that can be done at once, and sends no more. Never rejects. */
export type StopExporting = () => Promise<void>;

/**
 * Sends traces of this process to an OpenTelemetry collector over OTLP/HTTP. `endpoint` is its address as
 * `OTEL_EXPORTER_OTLP_ENDPOINT` has it, without the path. A collector that is away holds nothing up: spans are dropped.
 */
export const exportTraces = (endpoint: string, serviceName: string): StopExporting => {
  const exporter = new OTLPTraceExporter({
    url: new URL('v1/traces', `${endpoint.replace(/\/?$/, '/')}`).href,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return async () => {
    const sent = provider.shutdown().catch(() => undefined);
    await Promise.race([sent, delay(patience, undefined, { ref: false })]);
  };
};
