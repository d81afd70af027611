import { places } from './places.js';

const { letter, out, work, token } = places;

/** Of the person's configuration: what they run and mention leads outside. */
export const slashCommands = {
  look: { template: 'Look at $ARGUMENTS' },
  'its path': { template: `It says !\`cat ${letter}\`` },
  dots: { template: 'It says !`cat ../docs/letter`' },
  'a link': { template: 'It says !`cat link dir/letter`' },
  'a script': { template: `It says !\`echo 'cat ../docs/letter' > s; sh s; cat ~/.ssh/i? \`` },
  'an argument': { template: 'It says !`cat $1`' },
  'what it writes': { template: `It did !\`echo EVIL > ${out}/new\` !\`echo EVIL > link\`` },
  'a secret of the workspace': { template: 'It says !`cat .env`' },
  "the stub's token": { template: `It says !\`cat ${token}\`` },
  'a subtask': { template: `It says !\`cat ${work}/dir/letter\``, subtask: true },
};
