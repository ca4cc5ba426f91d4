import { type JsonObject, jsonSchemaOf } from '@commissioning/kernel';
import { integrationEvents, typePrefix } from '@projections/integration-events';
import { CloudEvent, cloudEventType } from './cloud-event';
import { eventSchemas } from './schemas';

/** A CloudEvent of one type, with the data of that. */
const payload = (type: JsonObject, data: JsonObject): JsonObject => {
  const envelope = jsonSchemaOf(CloudEvent);
  return { ...envelope, properties: { ...(envelope['properties'] as JsonObject), type, data } };
};

const part = (description: string): JsonObject => ({ description });

const parameters: JsonObject = {
  body: part('The commissioning body, BEDS.'),
  id: part('The reference of what it is about, BEDS-2026-0007.'),
};

/** What an event is about, where that is no commission. */
const aggregates: ReadonlyMap<string, string> = new Map([
  ['decision-published', 'decision'],
  ['statement-published', 'rulebook'],
]);

const message = (name: string, summary: string, of: JsonObject): JsonObject => ({
  name,
  title: name,
  summary,
  contentType: cloudEventType,
  payload: of,
});

const publicChannels = integrationEvents.map(({ name, version, type, says }): [string, JsonObject] => {
  const versioned = `${name}.v${version}`;
  return [
    name,
    {
      address: `commissioning.public.{body}.${aggregates.get(name) ?? 'commission'}.{id}.${name}`,
      title: name,
      description: says,
      parameters,
      messages: {
        [`v${version}`]: message(
          versioned,
          says,
          payload({ const: type }, eventSchemas.get(versioned) ?? {}),
        ),
      },
    },
  ];
});

const internalChannel: JsonObject = {
  address: 'commissioning.internal.{body}.{aggregate}.{id}.{event}',
  title: 'recorded',
  description:
    'What happened, as it was recorded. It follows the catalogue of events, with no promise that they stay as they are. For those who are let in.',
  parameters: {
    ...parameters,
    aggregate: part('commission, decision, fund, provider, rulebook or duties.'),
    event: part('The name of the event, small letters and hyphens: spec-published.'),
  },
  messages: {
    recorded: message(
      'recorded-event',
      'An event of the record, with commitments in place of what is not public.',
      payload(
        { type: 'string', pattern: `^${typePrefix}.recorded.` },
        eventSchemas.get('recorded-event') ?? {},
      ),
    ),
  },
};

/** The two feeds as an AsyncAPI 3.0 document. `address` is where this system is reached from outside. */
export const asyncApi = (address: string): JsonObject => {
  const { host, protocol } = new URL(address);
  const channels = Object.fromEntries([...publicChannels, ['recorded', internalChannel]]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Events of the commissioning record',
      version: '1.0.0',
      description:
        'CloudEvents 1.0.2, structured. Within a version fields are added, never taken away or given another meaning. ' +
        'An event may come twice: know it by its source and id. On NATS by these subjects, in the streams COMMISSIONING_PUBLIC ' +
        'and COMMISSIONING_INTERNAL; over HTTP the same events at /v1/events and, as they come, at /v1/events/stream.',
    },
    defaultContentType: cloudEventType,
    servers: {
      record: {
        host,
        protocol: protocol.replace(':', ''),
        pathname: '/v1/events/stream',
        description: 'Server-sent events.',
      },
    },
    channels,
    operations: Object.fromEntries(
      Object.keys(channels).map((name) => [
        name,
        {
          action: 'send',
          channel: { $ref: `#/channels/${name}` },
          bindings: { nats: { bindingVersion: '0.1.0' } },
        },
      ]),
    ),
  };
};
