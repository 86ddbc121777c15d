@echo off
rem Runs verify.ps1 with the given arguments, and ends with its exit code.
setlocal EnableExtensions DisableDelayedExpansion

if "%~1"=="/?" goto usage

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"
set POWERSHELL="%SYS%\WindowsPowerShell\v1.0\powershell.exe"

if not exist "%SYS%\WindowsPowerShell\v1.0\powershell.exe" (
  echo Windows PowerShell is not installed on this computer.
  set "CODE=2"
  goto finish
)
%POWERSHELL% -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%~dp0verify.ps1" %*
set "CODE=%ERRORLEVEL%"
goto finish

:usage
echo Checks this media and what setup.cmd of Aero Guest Tools has set up.
echo.
echo   verify.cmd [-ReportDirectory FOLDER]
echo   verify.cmd /?
echo.
echo   -ReportDirectory  Where report.txt and report.json go. Without it: the folder AeroGuestTools
echo                     on the system drive.
echo.
echo   Exit codes: 0 PASS; 1 FAIL; 3 WARN; 2 wrong use, or verification could not run.
set "CODE=0"

:finish
call :pause_if_started_by_explorer
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:verify.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
