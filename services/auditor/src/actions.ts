import {
  allActions,
  type AnyAction,
  askedByPeople,
  exampleOf,
  type Field,
  fieldsOf,
  namedShapesIn,
} from '@commissioning/domain';
import { anatomy, type Role } from '@commissioning/kernel';
import { requestCodecOf } from '@services/commands';
import { demonstration } from '@services/office';
import type * as t from 'io-ts';
import { bold, dim } from './colours';
import { type ExitCode, wrong } from './commands';
import { remark, say, sayJson, table } from './printing';

const actions = allActions.filter(askedByPeople);

const rolesOf = ({ roles }: AnyAction): ReadonlyArray<Role> => roles.filter((role) => role !== 'system');

/** The actions of a name: one may be asked of several kinds of things. */
const named = (name: string, kind: string | undefined): ReadonlyArray<AnyAction> =>
  actions.filter((action) => action.name === name && (kind === undefined || action.aggregate === kind));

const unknown = (name: string): ExitCode =>
  wrong(`There is no command ${name}. \`commissioning actions\` names them all.`);

/** A type as a line of text shows it: without the marks of a page. */
const plain = (type: string): string => type.replaceAll(/\[(\w+)\]\(#\w+\)/g, '$1').replaceAll('`', '');

const fieldRows = (fields: ReadonlyArray<Field>): ReadonlyArray<ReadonlyArray<string>> =>
  fields.map(({ name, type, optional }) => [name, plain(type), optional ? 'optional' : '']);

const inJson = (action: AnyAction): object => ({
  action: action.name,
  of: action.aggregate,
  says: action.says,
  roles: rolesOf(action),
});

const describe = (action: AnyAction): void => {
  const codec = requestCodecOf(action);
  say(`${bold(action.name)}, of a ${action.aggregate}. ${action.says}`);
  say(dim(`By: ${rolesOf(action).join(', ')}`));
  say();
  const shown = (title: string, of: t.Mixed): void => {
    const { _tag, types = [] } = anatomy(of);
    const fields = fieldsOf(of);
    if (fields.length > 0) say(`${table([title, 'Type', ''], fieldRows(fields))}\n`);
    if (_tag === 'UnionType')
      types.forEach((each, index) => shown(index === 0 ? title : `or ${title}`, each));
  };
  shown('Field', codec);
  const shapes = new Map(namedShapesIn(codec).map((shape) => [shape.name, shape]));
  for (const [name, shape] of shapes) shown(name, shape);
  const rules = new Map(action.rules.map((rule) => [rule.id, rule]));
  if (rules.size > 0) {
    say(
      table(
        ['May be refused by', ''],
        [...rules.values()].map(({ id, sentence }) => [id, sentence]),
      ),
    );
    say();
  }
  say(dim(`A file to begin with: commissioning example ${action.name}`));
};

/** Names the commands that can be given with `do`; of one says its fields and what may refuse it. */
export const tellActions = (name: string | undefined, kind: string | undefined, json: boolean): ExitCode => {
  if (name === undefined) {
    if (json) sayJson(actions.map(inJson));
    else
      say(
        table(
          ['Command', 'Of a', 'By', ''],
          actions.map((action) => [action.name, action.aggregate, rolesOf(action).join(', '), action.says]),
        ),
      );
    return 0;
  }
  const found = named(name, kind);
  if (found.length === 0) return unknown(name);
  if (json)
    sayJson(
      found.map((action) => ({
        ...inJson(action),
        fields: fieldsOf(requestCodecOf(action)).map(({ type, name: field, optional }) => ({
          field,
          type: plain(type),
          optional,
        })),
        rules: action.rules.map(({ id, sentence, strength }) => ({ id, sentence, strength })),
      })),
    );
  else found.forEach(describe);
  return 0;
};

/**
 * Prints a file to begin with: a command as the demonstration gives it, where it does, else one that has the fields which
 * have to be there. What it is goes to standard error, so that the rest can go into a file.
 */
export const giveExample = (name: string, kind: string | undefined): ExitCode => {
  const [action, other] = named(name, kind);
  if (action === undefined) return unknown(name);
  if (other !== undefined)
    return wrong(
      `${name} is asked of several: say --kind, ${named(name, undefined)
        .map(({ aggregate }) => aggregate)
        .join(' or ')}.`,
    );
  const given = demonstration.findLast(
    (step) => step.kind === action.aggregate && step.action === action.name,
  );
  if (given === undefined) {
    remark('Made up: only its fields are right. `commissioning actions` says which more there may be.');
    sayJson(exampleOf(requestCodecOf(action)));
  } else {
    remark(`From the demonstration: asked of ${given.id} as ${given.actor.role}.`);
    sayJson(given.command);
  }
  return 0;
};
