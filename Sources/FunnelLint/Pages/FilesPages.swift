import FunnelDiagnostics

/// The pages of the language's own rules about files that can't be read.
enum FilesPages {
  static let all: [RulePage] = [
    unreadableFile,
    notText,
    fileTooLarge,
    refusedProgram,
    invalidConfiguration,
  ]

  private static let unreadableFile = RulePage(
    withoutExample: .unreadableFile,
    finds: "a file that can't be read",
    why:
      "What the system says is shown: the file is not there, may not be read, or is a folder. Check the path; it begins in the folder you are in."
  )

  private static let notText = RulePage(
    withoutExample: .notText,
    finds: "a file that is no UTF-8 text",
    why:
      "A funnel is a text in UTF-8. Save the file as UTF-8 in your editor, or check that it is a funnel at all.")

  private static let fileTooLarge = RulePage(
    withoutExample: .fileTooLarge,
    finds: "a file that is too large for a funnel",
    why:
      "Nobody writes so much; mostly a feed was given in the place of the funnel. Leads are given with \"--leads\".")

  private static let refusedProgram = RulePage(
    withoutExample: .refusedProgram,
    finds: "a compiled funnel that can't be run",
    why:
      "A file that begins with a brace is taken for what \"funnelc build\" wrote. It was changed by hand, cut off, or built by another version. Build it again from its source."
  )

  private static let invalidConfiguration = RulePage(
    withoutExample: .invalidConfiguration,
    finds: "a key or a value in funnel.json that means nothing",
    why:
      "A slip in the configuration would silently ask other rules than was meant, so nothing is checked until it is mended. It holds \"preset\", \"levels\" (a rule's name with \"off\", \"information\", \"warning\" or \"error\"), \"limits\" (\"stages\", \"activities\") and \"exclude\" (paths below its folder)."
  )
}
