import { type JsonObject, jsonSchemaOf } from '@commissioning/kernel';
import { integrationEvents } from '@projections/integration-events';
import { schemaPath } from './cloud-event';
import { RecordedData, recordedSchema } from './recorded-event';

/** The schemas of what events hold, by the names under which they are served. */
export const eventSchemas: ReadonlyMap<string, JsonObject> = new Map([
  ...integrationEvents.map(({ name, version, says, data }): [string, JsonObject] => [
    `${name}.v${version}`,
    { title: `${name}.v${version}`, description: says, ...jsonSchemaOf(data) },
  ]),
  [
    recordedSchema,
    {
      title: recordedSchema,
      description: 'An event as it was recorded; a commitment stands in place of what is not public.',
      ...jsonSchemaOf(RecordedData),
    },
  ],
]);

/** A schema as a document of its own; undefined where there is none of this name. */
export const schemaDocument = (name: string, address: string): JsonObject | undefined => {
  const schema = eventSchemas.get(name);
  return (
    schema && {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `${address}${schemaPath(name)}`,
      ...schema,
    }
  );
};
