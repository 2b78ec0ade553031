import { Command } from 'commander'
export const command = new Command()
  .usage('DATASET METRIC REGION')
  .argument('<DATASET>')
  .argument('<METRIC>')
  .argument('<REGION>')
  .addHelpText('after', '\nExamples:')
