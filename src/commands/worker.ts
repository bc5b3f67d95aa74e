/** What runs in a worker thread: the tasks of every stage that hands any out. */
import { answerOrders } from '../node/worker-side.ts';
import { RANK_SPLITS } from '../student/search/look-ahead.ts';
import { REFINE } from '../student/search/refine.ts';
import { SETTLE } from '../student/settle.ts';
import { ANSWER_ROWS } from '../teacher/answer-rows.ts';
import { GROW_TREES } from '../teacher/grow-trees.ts';

answerOrders([GROW_TREES, ANSWER_ROWS, RANK_SPLITS, REFINE, SETTLE]);
