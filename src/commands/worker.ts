/** What runs in a worker thread: the tasks of every stage that hands any out. */
import { PROVE_TEXT } from '../compile/compile.ts';
import { answerOrders } from '../node/worker-side.ts';
import { LOOK_INTO } from '../student/search/prospects.ts';
import { REFINE } from '../student/search/refine.ts';
import { SETTLE } from '../student/settle.ts';
import { ANSWER_ROWS } from '../teacher/answer-rows.ts';
import { GROW_TREES } from '../teacher/grow-trees.ts';

answerOrders([GROW_TREES, ANSWER_ROWS, LOOK_INTO, REFINE, SETTLE, PROVE_TEXT]);
