import { FakeAsker } from '../testing/fake-asker.js';
import { Answers, type InitFlags } from './answers.js';

const signal = new AbortController().signal;
const file = (path: string) => ({ path, role: 'user' as const, text: '' });
const shown = ({ path }: { path: string }): string => path;
const ask = (flags: InitFlags, ...answers: unknown[]) => {
  const asker = new FakeAsker(...answers);
  return { answers: new Answers(flags, asker, signal), asker };
};

test('hosts are chosen and typed, each once', async () => {
  const { answers } = ask({}, ['web1', 'web2'], 'web2 me@10.0.0.7');
  expect(await answers.hosts(['web1', 'web2', 'web3'])).toEqual(['web1', 'web2', 'me@10.0.0.7']);
});

test('without hosts in ssh_config only typing is left', async () => {
  const { answers, asker } = ask({}, '');
  expect(await answers.hosts([])).toEqual([]);
  expect(asker.transcript).toHaveLength(1);
});

test('what a flag says is not asked', async () => {
  const { answers, asker } = ask({ host: ['a'], provider: 'p', label: ['l'], plugin: false });
  expect(await answers.hosts(['web1'])).toEqual(['a']);
  expect(await answers.keepFailed(['a'])).toBe(true);
  expect(await answers.group('hosts')).toEqual({ provider: 'p', labels: ['l'] });
  expect(await answers.pluginFile([file('/f')], shown)).toBeUndefined();
  expect(asker.transcript).toEqual([]);
});

test('Enter is enough for the group; a No asks for name and labels', async () => {
  expect(await ask({}, true).answers.group('hosts')).toEqual({ provider: 'hosts', labels: [] });
  expect(await ask({}, false, 'lab', 'gpu, env=prod').answers.group('hosts')).toEqual({
    provider: 'lab',
    labels: ['gpu', 'env=prod'],
  });
});

test('with --yes nobody is asked: all of ssh_config, none that failed, no plugin', async () => {
  const answers = new Answers({ yes: true }, undefined, signal);
  expect(await answers.hosts(['web1'])).toEqual(['web1']);
  expect(await answers.keepFailed(['web1'])).toBe(false);
  expect(await answers.pluginFile([file('/f')], shown)).toBeUndefined();
  expect(await new Answers({ plugin: true }, undefined, signal).pluginFile([file('/f')], shown)).toEqual(
    file('/f'),
  );
});

test('of several files of OpenCode one is chosen, or none', async () => {
  const files = [file('/a'), file('/b')];
  expect(await ask({}, '/b').answers.pluginFile(files, shown)).toEqual(file('/b'));
  expect(await ask({}, '').answers.pluginFile(files, shown)).toBeUndefined();
});

test('no answer ends it', async () => {
  await expect(ask({}, undefined).answers.hosts([])).rejects.toMatchObject({
    code: 'interrupted',
    exitCode: 130,
  });
});
