import { plainHome, opencodeBinary } from '../harness/product/opened.js';
import { available } from '../harness/available.js';
import { eventually } from '../harness/eventually.js';
import { onceOnTui } from '../harness/opencode/on-opencode.js';
import { startScriptedModel } from '../harness/opencode/scripted-model.js';
import { openTerminal } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';
import { browserMissing, openBrowser } from '../harness/web/browser.js';

// A browser, an OpenCode and its agent host take their time on a machine that has much to do.
import.meta.jest.setTimeout(300_000);

const title = 'orssh open --web: files, a command and a prompt in a real browser, all on the host';

if (browserMissing) test.skip(`${title} (skipped: ${browserMissing})`, () => undefined);
else
  onceOnTui(debian12, title, async (given) => {
    await given.host.admin(
      'mkdir -p /home/dev/app && echo by hand > /home/dev/app/only-on-the-host.txt && chown -R dev /home/dev/app',
    );
    const model = await startScriptedModel();
    given.defer(() => model.close());
    model.script(
      { call: 'read', args: { filePath: 'only-on-the-host.txt' } },
      { call: 'write', args: { filePath: 'made-by-the-model.txt', content: 'by the model\n' } },
      { text: 'It was made by hand.' },
    );
    const home = await plainHome({ config: model.config });
    const terminal = await openTerminal(
      given,
      ['open', `${given.target}:app`, '--opencode', opencodeBinary(), '--web', '--no-browser'],
      { env: home.env, columns: 300 },
    );
    const said = await terminal.until(/http:\S+\/session/, 90_000);
    const [link = ''] = /http:\S+/.exec(said) ?? [];
    const { origin } = new URL(link);

    const { page, traffic, errors } = await openBrowser(given);
    await page.goto(link);
    const prompt = page.getByRole('textbox').first();
    await prompt.waitFor({ timeout: 60_000 });
    // The secret is in no address that the page knows.
    expect(page.url()).not.toContain(link.split('/')[3]);

    await prompt.click();
    await page.keyboard.type('@only');
    await page.getByText('only-on-the-host.txt').first().waitFor();
    await page.keyboard.press('Escape');
    await prompt.fill('');

    await page.keyboard.type('!');
    await page.keyboard.type('id -un; pwd; echo on $((40 + 2))');
    await page.keyboard.press('Enter');
    const shell = page.getByText('id -un; pwd; echo on').last();
    await shell.waitFor({ timeout: 30_000 });
    // It is folded, and opens once there is something in it.
    const output = page.getByText(/dev\s+\/home\/dev\/app\s+on 42/).first();
    const unfold = async (): Promise<boolean> => {
      await shell.click();
      return output.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    };
    await eventually(unfold, Boolean, 40_000);

    await page.getByRole('textbox').first().click();
    await page.keyboard.type('who made this file?');
    await page.keyboard.press('Enter');
    await page.getByText('It was made by hand.').first().waitFor({ timeout: 60_000 });
    expect(JSON.stringify(model.asked[1]?.messages)).toContain('by hand');
    await page
      .getByText(/1 changed file/i)
      .first()
      .waitFor({ timeout: 60_000 });

    expect(traffic.filter(({ url }) => new URL(url).origin !== origin)).toEqual([]);
    expect(traffic.filter(({ status }) => status >= 400)).toEqual([]);
    expect(errors).toEqual([]);
    expect(model.sent()).not.toContain(available().folder);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
  });
