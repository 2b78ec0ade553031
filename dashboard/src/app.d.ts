declare global {
  namespace App {
    /** What the error page says: in Chinese, and in English where the server says it. */
    interface Error {
      message: string
      message_en?: string
    }
  }
}

export {}
