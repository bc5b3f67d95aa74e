import { makeLesson } from '../../../src/commands/teach.ts';
import { stackTables } from '../../../src/core/table.ts';
import type { Lesson } from '../../../src/student/student.ts';
import type { Teacher } from '../../../src/teacher/teacher.ts';
import { settingsFor, type Split, type TeacherName } from './teachers.ts';
import { greedyTrees, searchedTrees, type SizedTree } from './trees.ts';
import { uniformRows } from './uniform.ts';

/** The ways to make trees, the default first. */
export const ARMS = {
  student: 'our student',
  greedy: 'greedy on our rows',
  inBag: 'in-bag soft labels',
  uniform: 'uniform rows',
  label: 'true labels',
} as const;

export type ArmName = keyof typeof ARMS;

/** One teacher on one split: the lesson is made when it is first needed, then kept. */
export class Classroom {
  readonly #split: Split;
  readonly #name: TeacherName;
  readonly #teacher: Teacher;
  #lesson: Promise<Lesson> | null = null;

  constructor(split: Split, name: TeacherName, teacher: Teacher) {
    this.#split = split;
    this.#name = name;
    this.#teacher = teacher;
  }

  /** The trees of an arm; `null` where it cannot be (recorded answers know no other rows). */
  async trees(arm: ArmName): Promise<SizedTree[] | null> {
    switch (arm) {
      case 'student':
        return searchedTrees(await this.#ours());
      case 'greedy':
        return greedyTrees(await this.#ours());
      case 'inBag':
        return greedyTrees(await this.#inBag());
      case 'uniform': {
        const lesson = await this.#uniform();
        return lesson === null ? null : greedyTrees(lesson);
      }
      case 'label':
        return greedyTrees(this.#realRows(this.#split.sets.train.truth.soft));
    }
  }

  /** The lesson of `distill`: what depends on chance is drawn as it draws. */
  async #ours(): Promise<Lesson> {
    const { sets, random } = this.#split;
    const settings = settingsFor(this.#split, this.#name);
    this.#lesson ??= makeLesson(sets, this.#teacher, settings, random.substream('augment')).then(
      ({ lesson }) => lesson,
    );
    return this.#lesson;
  }

  /** The training rows alone, all of them answered by the whole teacher, memory and all. */
  async #inBag(): Promise<Lesson> {
    const { answer, answers } = this.#teacher;
    const { table } = this.#split.sets.train;
    return this.#realRows(answer === null ? answers.train : await answer(table, {}));
  }

  /** As many synthetic rows as in our lesson, with the same weights, drawn uniformly. */
  async #uniform(): Promise<Lesson | null> {
    const { answer, answers } = this.#teacher;
    if (answer === null) return null;
    const ours = await this.#ours();
    const { table } = this.#split.sets.train;
    const random = this.#split.random.substream('uniform');
    const drawn = uniformRows(table, ours.table.nRows - table.nRows, random);
    const soft = new Float64Array(ours.labels.soft.length);
    soft.set(answers.train, 0);
    soft.set(await answer(drawn, {}), answers.train.length);
    return { ...ours, table: stackTables(table, drawn), labels: { ...ours.labels, soft } };
  }

  #realRows(soft: Float64Array): Lesson {
    const { table, truth } = this.#split.sets.train;
    const weight = new Float64Array(table.nRows).fill(1);
    return { table, labels: { ...truth, soft }, weight, realRows: table.nRows };
  }
}
