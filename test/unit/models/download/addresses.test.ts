import assert from 'node:assert/strict';
import { addressOfFile } from '../../../../src/models/download/addressOfFile.ts';
import {
  allowedAddress,
  redirectTarget,
  withoutSecrets,
} from '../../../../src/models/download/allowedAddress.ts';
import { DownloadError } from '../../../../src/models/download/downloadError.ts';

const refuses = (work: () => unknown, code: string): void => {
  assert.throws(work, (error) => error instanceof DownloadError && error.code === code);
};

describe('allowedAddress', () => {
  it('takes https, and http for this machine or where a setting says so', () => {
    for (const address of [
      'https://a.example/m',
      'http://127.0.0.1:1/m',
      'http://localhost/m',
      'http://[::1]/m',
    ]) {
      assert.equal(allowedAddress(address).href, address);
    }
    assert.equal(allowedAddress('http://hub.corp:81/m', ['hub.corp:81']).host, 'hub.corp:81');
  });

  it('takes no other protocol, host or port, and no password', () => {
    for (const address of [
      'http://a.example/',
      'http://127.0.0.1.a.example/',
      'file:///x',
      'https://u@a.example/',
    ]) {
      refuses(() => allowedAddress(address), 'badAddress');
    }
    refuses(() => allowedAddress('http://hub.corp:82/m', ['hub.corp:81']), 'badAddress');
  });

  it('does not repeat a password', () => {
    assert.throws(
      () => allowedAddress('https://u:hunter2@a.example/m?token=hunter2'),
      (error) => error instanceof Error && !error.message.includes('hunter2'),
    );
  });
});

describe('redirectTarget', () => {
  const https = new URL('https://a.example/dir/m');

  it('follows within a host and to another one', () => {
    assert.equal(redirectTarget(https, '../n?x=1').href, 'https://a.example/n?x=1');
    assert.equal(redirectTarget(https, 'https://b.example/').host, 'b.example');
  });

  it('takes along no password that a server names', () => {
    assert.equal(redirectTarget(https, 'https://u:p@b.example/').href, 'https://b.example/');
  });

  it('leaves https for nobody', () => {
    for (const location of ['http://a.example/', 'http://localhost/', 'data:text/plain,GGUF', 'https://']) {
      refuses(() => redirectTarget(https, location), 'insecureRedirect');
    }
  });

  it('leads from http only to where http is allowed, or to https', () => {
    const plain = new URL('http://127.0.0.1:1/m');
    refuses(() => redirectTarget(plain, 'http://a.example/'), 'insecureRedirect');
    assert.equal(redirectTarget(plain, 'https://a.example/').protocol, 'https:');
  });
});

describe('withoutSecrets', () => {
  it('leaves the protocol, the host and the path', () => {
    assert.equal(
      withoutSecrets('https://u:p@a.example:8/m.gguf?Signature=x#y'),
      'https://a.example:8/m.gguf',
    );
  });
});

describe('addressOfFile', () => {
  it('takes a file’s name from the address', () => {
    assert.deepEqual(addressOfFile(' https://a.example/x/My%20Model.GGUF?download=true#top '), {
      address: 'https://a.example/x/My%20Model.GGUF?download=true',
      host: 'a.example',
      name: 'My Model.GGUF',
    });
  });

  it('makes the file’s address of a hub’s page about it', () => {
    const { address } = addressOfFile('https://a.example/owner/model/blob/main/q/m.gguf');
    assert.equal(address, 'https://a.example/owner/model/resolve/main/q/m.gguf');
  });

  it('takes no other kind of file and no name that leaves the folder', () => {
    for (const address of [
      'https://a.example/',
      'https://a.example/m.zip',
      'https://a.example/..%2Fm.gguf',
    ]) {
      refuses(() => addressOfFile(address), 'badName');
    }
  });
});
