import { allActions, type AnyAction, registry } from '@commissioning/domain';
import {
  type AggregateKind,
  classifiedPaths,
  type ClassifiedPath,
  excessKeys,
  faultsOf,
  type JsonObject,
  streamName,
} from '@commissioning/kernel';
import { requestHashOf, withoutPersons } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { identityField, requestCodecOf } from './asked-for';
import type { CommandFailure, Malformed } from './failure';
import type { CommandPorts } from './ports';
import type { CommandRequest } from './request';

const actionsByKind = new Map<string, ReadonlyMap<string, AnyAction>>();
for (const { aggregate } of allActions)
  actionsByKind.set(
    aggregate,
    new Map(
      allActions.filter((action) => action.aggregate === aggregate).map((action) => [action.name, action]),
    ),
  );

const actionsOf = (kind: AggregateKind): ReadonlyMap<string, AnyAction> =>
  actionsByKind.get(kind) ?? new Map();

/** The kinds of streams in which somebody can be named. */
const namingPersons: ReadonlySet<AggregateKind> = new Set(
  registry.definitions
    .filter(({ versions }) =>
      versions.some(({ storedType }) =>
        registry.classifiedIn(storedType).some(({ fieldClass }) => fieldClass.kind === 'personal'),
      ),
    )
    .map(({ aggregate }) => aggregate),
);

const personalByAction = new Map<string, ReadonlyArray<ClassifiedPath>>();

/** Where a command says something personal. */
const personalIn = (action: AnyAction): ReadonlyArray<ClassifiedPath> => {
  if (!namingPersons.has(action.aggregate)) return [];
  const name = `${action.aggregate} ${action.name}`;
  const known = personalByAction.get(name);
  if (known !== undefined) return known;
  const found = classifiedPaths(requestCodecOf(action)).filter(
    ({ fieldClass }) => fieldClass.kind === 'personal',
  );
  personalByAction.set(name, found);
  return found;
};

const decoded = (codec: t.Mixed, command: unknown): E.Either<Malformed, unknown> => {
  const value = codec.decode(command);
  if (E.isLeft(value)) return E.left({ _tag: 'Malformed', faults: faultsOf(value.left) });
  const unknownFields = excessKeys(codec, command);
  if (unknownFields.length === 0) return value;
  const faults = unknownFields.map((pointer) => ({
    pointer,
    expected: 'no such field',
    found: 'a field of this name',
  }));
  return E.left({ _tag: 'Malformed', faults });
};

const identified = (action: AnyAction, request: CommandRequest): E.Either<Malformed, unknown> => {
  const { command, kind, id } = request;
  if (!action.opens || typeof command !== 'object' || command === null) return E.right(command);
  const field = identityField[kind];
  const named = (command as Record<string, unknown>)[field];
  if (named === undefined) return E.right({ ...command, [field]: id });
  if (named === id) return E.right(command);
  return E.left({
    _tag: 'Malformed',
    faults: [
      { pointer: `/${field}`, expected: `${id}, which the command is for`, found: JSON.stringify(named) },
    ],
  });
};

/** A command that is of its action's shape, from somebody whose role may ask for it. */
export interface Understood {
  readonly action: AnyAction;
  readonly command: unknown;
  readonly requestHash: string;
}

/** Finds the action, asks whether the role may do it, and reads the command in its shape. */
export const understood = (
  ports: Pick<CommandPorts, 'keys'>,
  request: CommandRequest,
): E.Either<CommandFailure, Understood> => {
  const action = actionsOf(request.kind).get(request.action);
  if (action === undefined)
    return E.left({
      _tag: 'UnknownAction',
      action: request.action,
      known: [...actionsOf(request.kind).keys()],
    });
  const { role } = request.actor;
  if (!action.roles.includes(role))
    return E.left({ _tag: 'NotAllowed', action: action.name, role, allowed: action.roles });
  const named = identified(action, request);
  if (E.isLeft(named)) return named;
  const command = decoded(requestCodecOf(action), named.right);
  if (E.isLeft(command)) return command;
  const stream = streamName(request.kind, request.id);
  const asked = withoutPersons(ports.keys, stream, personalIn(action), command.right as JsonObject);
  const requestHash = requestHashOf(ports.keys, request.commandId, {
    stream,
    action: action.name,
    command: asked,
    effectiveAt: request.effectiveAt ?? null,
  });
  return E.right({ action, command: command.right, requestHash });
};
