import type { Bilingual } from '../domain/language.ts'

/** The seven aspects of the rights Opinions (全总维权意见答记者问 Q6), in order; then what carries the work. */
export const aspects: readonly Bilingual[] = [
  { zh: '一、强化思想政治引领', en: '1. Thought and political guidance' },
  { zh: '二、加快推进建会入会', en: '2. Building unions and joining' },
  { zh: '三、切实维护合法权益', en: '3. Rights and interests' },
  { zh: '四、推动健全劳动保障法律制度', en: '4. Law and policy' },
  { zh: '五、及时提供优质服务', en: '5. Services' },
  { zh: '六、提升网上服务水平', en: '6. Online services' },
  { zh: '七、加强素质能力建设', en: '7. Skills and abilities' },
  { zh: '经费、组织领导和考核（七个方面之外）', en: 'Money, leadership and assessment (outside the seven)' },
]

/** The topics that measures are grouped by. */
export const measurePages = [
  { id: 'enterprises', name: { zh: '建会', en: 'Building unions' } },
  { id: 'members', name: { zh: '入会和会员', en: 'Joining and members' } },
  { id: 'sites', name: { zh: '服务阵地', en: 'Service sites' } },
  { id: 'services', name: { zh: '服务', en: 'Services' } },
  { id: 'rights', name: { zh: '维权', en: 'Rights' } },
  { id: 'all', name: { zh: '引领、经费、组织和考核', en: 'Guidance, money, leadership, assessment' } },
] as const
