import FunnelCommands

FunnelCommand.main()
