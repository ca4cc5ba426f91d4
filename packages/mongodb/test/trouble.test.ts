import { isDuplicate, isTransient } from '@commissioning/mongodb';
import { MongoInvalidArgumentError, MongoNetworkError, MongoServerError } from 'mongodb';
import { withoutSecrets } from '../src/secrets';
import { troubleIn } from '../src/trouble';

const said = (code: number, codeName: string): MongoServerError =>
  new MongoServerError({ message: 'said the server', code, codeName });

describe('trouble with a server', () => {
  it('is said in its words, with the name it gives it', () => {
    expect(troubleIn(said(13, 'Unauthorized'))).toBe('Unauthorized: said the server');
    expect(troubleIn(said(189, 'PrimarySteppedDown'))).toBe('PrimarySteppedDown: said the server');
    expect(troubleIn(said(86, 'IndexKeySpecsConflict'))).toMatch('IndexKeySpecsConflict');
    expect(troubleIn(new MongoNetworkError('connection 1 closed'))).toBe('connection 1 closed');
  });

  it('is what a socket ended with, which the driver lets through as it is', () => {
    const ended = Object.assign(new Error('This socket has been ended by the other party'), {
      code: 'EPIPE',
    });
    expect(troubleIn(ended)).toBe('This socket has been ended by the other party');
  });

  it('is not what this program asks for wrongly: that is a bug', () => {
    for (const bug of [
      said(2, 'BadValue'),
      said(9, 'FailedToParse'),
      said(10334, 'BSONObjectTooLarge'),
      said(11000, 'DuplicateKey'),
      new MongoInvalidArgumentError('no such option'),
      new TypeError('undefined is not a function'),
    ])
      expect(troubleIn(bug)).toBeUndefined();
  });

  it('may be passing, or only that something is there already', () => {
    const conflict = said(112, 'WriteConflict');
    conflict.addErrorLabel('TransientTransactionError');
    expect([isTransient(conflict), isTransient(said(112, 'WriteConflict'))]).toEqual([true, false]);
    expect([isDuplicate(said(11000, 'DuplicateKey')), isDuplicate(conflict)]).toEqual([true, false]);
  });
});

describe('a sentence that may be shown', () => {
  it.each([
    ['mongodb://azalea:rosewood@db.example:27017/?replicaSet=rs0', 'rosewood'],
    ['mongodb://azalea:rose%40wood@one,two,three/', 'rose@wood'],
    ['mongodb+srv://azalea:rosewood@db.example/', 'rosewood'],
  ])('has neither user nor password of %s', (url, password) => {
    for (const sentence of [`${url} is not to be had`, `authentication with ${password} failed`]) {
      const shown = withoutSecrets(url, sentence);
      expect(shown).not.toMatch(/azalea|rose/);
      expect(shown).toMatch(/is not to be had|failed/);
    }
  });

  it('is as it was where there is nothing to hide', () => {
    const url = 'mongodb://127.0.0.1:27017/';
    expect(withoutSecrets(url, `connect ECONNREFUSED ${url}`)).toBe(`connect ECONNREFUSED ${url}`);
  });
});
